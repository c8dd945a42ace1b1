"""A headless Chromium, asked over a pipe: nothing but Python's own library."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

FLAGS = """--headless --no-sandbox --disable-gpu --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
    --disable-dev-shm-usage --remote-debugging-pipe""".split()
SECONDS = 60


def pipe():
    """Two ends that stay out of the way of 3 and 4."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high


class Browser:
    """Commands go in as JSON with a NUL behind each, answers and events come
    out so; a page is a session of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="outside-")
        self.out, theirs_out = pipe()
        theirs_in, self.to = pipe()

        def connect():
            os.dup2(theirs_in, 3)       # where Chromium reads commands
            os.dup2(theirs_out, 4)      # where it writes answers

        self.process = subprocess.Popen(
            ["chromium", *FLAGS, "--user-data-dir=" + self.folder],
            close_fds=False, preexec_fn=connect, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.rest = b""
        self.last = 0
        self.events = []

    def close(self):
        try:
            self.ask("Browser.close")
            self.process.wait(10)
        except (OSError, RuntimeError, TimeoutError,
                subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.to)
        os.close(self.out)
        shutil.rmtree(self.folder, ignore_errors=True)

    def message(self, until):
        """The next thing it says; None: nothing until then."""
        while b"\0" not in self.rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.out], [], [], left)[0]:
                return None
            more = os.read(self.out, 1 << 20)
            if not more:
                raise RuntimeError("the browser ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, session=None, **params):
        self.last += 1
        command = {"id": self.last, "method": method, "params": params}
        if session:
            command["sessionId"] = session
        text = json.dumps(command).encode() + b"\0"
        while text:
            text = text[os.write(self.to, text):]
        until = time.monotonic() + SECONDS
        while (said := self.message(until)) is not None:
            if said.get("id") == self.last:
                if "error" in said:
                    raise RuntimeError(method + ": " +
                                       said["error"]["message"])
                return said["result"]
            if "method" in said:
                self.events.append(said)
        raise TimeoutError(method)

    def wait(self, session, method, seconds=SECONDS):
        """Until an event has come, even before this was asked."""
        until = time.monotonic() + seconds
        while True:
            for event in self.events:
                if (event["method"] == method and
                        event.get("sessionId") == session):
                    return event["params"]
            said = self.message(until)
            if said is None:
                raise TimeoutError(method)
            if "method" in said:
                self.events.append(said)


class Page:
    """A tab that has loaded a file, and all that it did meanwhile."""

    def __init__(self, browser, path, width=1000, script=True):
        self.browser = browser
        self.url = "file://" + path
        self.target = browser.ask("Target.createTarget",
                                  url="about:blank")["targetId"]
        self.session = browser.ask("Target.attachToTarget",
                                   targetId=self.target,
                                   flatten=True)["sessionId"]
        for domain in "Page", "Runtime", "Network", "Log", "Accessibility":
            self.ask(domain + ".enable")
        self.resize(width)
        if not script:
            self.ask("Emulation.setScriptExecutionDisabled", value=True)
        browser.events = []
        self.ask("Page.navigate", url=self.url)
        browser.wait(self.session, "Page.loadEventFired")

    def close(self):
        self.browser.ask("Target.closeTarget", targetId=self.target)

    def ask(self, method, **params):
        return self.browser.ask(method, self.session, **params)

    def resize(self, width, height=900):
        self.ask("Emulation.setDeviceMetricsOverride", width=width,
                 height=height, deviceScaleFactor=1, mobile=False)

    def run(self, expression):
        """The value of a JavaScript expression."""
        said = self.ask("Runtime.evaluate", expression=expression,
                        returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in said:
            raise RuntimeError(json.dumps(said["exceptionDetails"]))
        return said["result"].get("value")

    def click(self, expression):
        """With the mouse, in the middle of an element."""
        x, y = self.run(
            f"(e => {{ e.scrollIntoView({{block: 'center'}});"
            "const r = e.getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2]; })"
            f"({expression})")
        for what in "mousePressed", "mouseReleased":
            self.ask("Input.dispatchMouseEvent", type=what, x=x, y=y,
                     button="left", clickCount=1)

    def type(self, text):
        self.ask("Input.insertText", text=text)

    def key(self, name, code, modifiers=0):
        for what in "rawKeyDown", "keyUp":
            self.ask("Input.dispatchKeyEvent", type=what, key=name,
                     windowsVirtualKeyCode=code, modifiers=modifiers)

    def pdf(self, path):
        data = self.ask("Page.printToPDF", preferCSSPageSize=True)["data"]
        with open(path, "wb") as out:
            out.write(base64.b64decode(data))

    def trouble(self):
        """What it complained of, opened or asked the network for."""
        self.run("new Promise(done => setTimeout(done, 50))")
        seen = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            params = event["params"]
            if event["method"] == "Network.requestWillBeSent":
                if params["request"]["url"] != self.url:
                    seen.append("asks for " + params["request"]["url"])
            elif event["method"] in ("Runtime.exceptionThrown",
                                     "Runtime.consoleAPICalled",
                                     "Log.entryAdded",
                                     "Page.javascriptDialogOpening"):
                seen.append(event["method"] + " " + json.dumps(params))
        return seen
