// One stream for all tabs of a browser: a shared worker holds it and hands every event to every tab.

import { Stream } from "./stream.js";

const ports = new Set();
let state = "waiting";

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

const stream = new Stream({
  onEvent: (event) => tell({ kind: "event", event }),
  onState: (now) => {
    state = now;
    tell({ kind: "state", state });
  },
});

self.onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = ({ data }) => {
    if (data.kind === "start") {
      if (state === "refused") stream.stop();
      stream.start(data.cursor, data.token);
      port.postMessage({ kind: "state", state });
    } else if (data.kind === "wake") stream.wake();
    else if (data.kind === "bye") ports.delete(port);
  };
  port.start?.();
};
