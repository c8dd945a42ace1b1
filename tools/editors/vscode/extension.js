// ketnap in Visual Studio Code: starts knlsp, shows who refers to a record, and
// offers kncheck as a task.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

function setting(name) {
  return vscode.workspace.getConfiguration('ketnap').get(name);
}

// The lens above an id leads to the places that it counts.
async function showReferences(uri) {
  const at = vscode.Uri.parse(uri);
  const top = new vscode.Position(0, 0);
  const places = await vscode.commands.executeCommand(
    'vscode.executeReferenceProvider', at, top);
  await vscode.commands.executeCommand(
    'editor.action.showReferences', at, top, places);
}

function task(folder, what) {
  return new vscode.Task({ type: 'ketnap', check: what }, folder,
    'kncheck ' + what, 'ketnap',
    new vscode.ShellExecution(setting('check'), [what],
      { cwd: folder.uri.fsPath }),
    '$kncheck');
}

const tasks = {
  provideTasks() {
    return (vscode.workspace.workspaceFolders || []).map(
      (folder) => task(folder, '.'));
  },
  resolveTask(one) {
    return task(one.scope, one.definition.check);
  },
};

function activate(context) {
  client = new LanguageClient('ketnap', 'ketnap',
    { command: setting('server') },
    {
      documentSelector: [{ scheme: 'file', language: 'markdown' }],
      synchronize: {
        fileEvents: vscode.workspace.createFileSystemWatcher('**/*.md'),
      },
    });
  context.subscriptions.push(
    vscode.commands.registerCommand('ketnap.references', showReferences),
    vscode.tasks.registerTaskProvider('ketnap', tasks));
  return client.start();
}

function deactivate() {
  return client ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
