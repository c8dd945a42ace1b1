// knlsp and the protocol's own library for clients: each request is one of the
// library's, and each answer is what the library's types say of it.
'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const p = require('vscode-languageserver-protocol/node');
const t = require('vscode-languageserver-types');

const [server, root, file] = process.argv.slice(2);
const child = spawn(server, ['--wait'], { stdio: ['pipe', 'pipe', 'inherit'] });
const link = p.createProtocolConnection(new p.StreamMessageReader(child.stdout),
  new p.StreamMessageWriter(child.stdin));
const uri = 'file://' + path.join(root, file);
const text = fs.readFileSync(path.join(root, file), 'utf8');
const document = { textDocument: { uri } };
const results = [];

function ok(good, name, got) {
  results.push([Boolean(good), name, good ? null : got]);
}

function all(list, is) {
  return Array.isArray(list) && list.length > 0 && list.every(is);
}

function at(line, character) {
  return { ...document, position: { line, character } };
}

function found(version) {
  return new Promise((resolve) => {
    const stop = link.onNotification(
      p.PublishDiagnosticsNotification.type, (said) => {
        if (said.uri === uri && said.version === version) {
          stop.dispose();
          resolve(said.diagnostics);
        }
      });
  });
}

async function main() {
  link.listen();
  const begun = await link.sendRequest(p.InitializeRequest.type, {
    processId: process.pid, rootUri: 'file://' + root, locale: 'vi',
    capabilities: {
      general: { positionEncodings: [p.PositionEncodingKind.UTF16] },
      textDocument: {
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        completion: { completionItem: { snippetSupport: true } },
      },
    },
  });
  const can = begun.capabilities;
  ok(can.positionEncoding === p.PositionEncodingKind.UTF16, 'encoding', can);
  ok(can.textDocumentSync.change === p.TextDocumentSyncKind.Incremental,
    'changes are incremental', can);
  for (const one of ['hoverProvider', 'completionProvider', 'codeLensProvider',
    'definitionProvider', 'referencesProvider', 'documentSymbolProvider',
    'codeActionProvider']) {
    ok(can[one], one, can);
  }
  await link.sendNotification(p.InitializedNotification.type, {});
  let wait = found(1);
  await link.sendNotification(p.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'markdown', version: 1, text },
  });
  let list = await wait;
  ok(all(list, t.Diagnostic.is), 'diagnostics', list);
  ok(list.some((d) => d.code === 'value-date' && d.range.start.line === 2),
    'the day is found', list);
  let got = await link.sendRequest(p.HoverRequest.type, at(2, 3));
  ok(t.Hover.is(got) && t.MarkupContent.is(got.contents), 'hover', got);
  got = await link.sendRequest(p.CompletionRequest.type, at(4, 9));
  ok(got.isIncomplete === false && all(got.items, (i) =>
    typeof i.label === 'string' && t.TextEdit.is(i.textEdit) &&
    i.kind >= t.CompletionItemKind.Text &&
    i.kind <= t.CompletionItemKind.TypeParameter), 'completion', got);
  got = await link.sendRequest(p.DocumentSymbolRequest.type, document);
  ok(all(got, t.DocumentSymbol.is), 'symbols', got);
  got = await link.sendRequest(p.CodeLensRequest.type, document);
  ok(all(got, t.CodeLens.is) && all(got, (l) => t.Command.is(l.command)),
    'lens', got);
  got = await link.sendRequest(p.DefinitionRequest.type, at(1, 1));
  ok(t.Location.is(got), 'definition of a key', got);
  got = await link.sendRequest(p.ReferencesRequest.type,
    { ...at(1, 6), context: { includeDeclaration: true } });
  ok(all(got, t.Location.is), 'references', got);
  got = await link.sendRequest(p.CodeActionRequest.type, {
    ...document, range: t.Range.create(2, 0, 2, 0),
    context: { diagnostics: list },
  });
  ok(all(got, t.CodeAction.is), 'actions', got);
  ok(got.some((a) => a.edit && a.edit.changes[uri].every(t.TextEdit.is)),
    'edits of an action', got);
  wait = found(2);
  const edit = got[0].edit.changes[uri][0];
  await link.sendNotification(p.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: edit.range, text: edit.newText }],
  });
  list = await wait;
  ok(!list.some((d) => d.code === 'value-date'), 'the edit mends it', list);
  const refused = await link.sendRequest('textDocument/bake', {}).then(
    () => null, (e) => e.code);
  ok(refused === -32601,
    'an unknown method is refused', refused);
  await link.sendRequest(p.ShutdownRequest.type);
  const gone = new Promise((resolve) => child.on('exit', resolve));
  await link.sendNotification(p.ExitNotification.type);
  ok(await gone === 0, 'it ends with 0');
  console.log(JSON.stringify(results));
}

main().then(() => process.exit(0), (why) => {
  console.error(why);
  process.exit(1);
});
