"use strict";
const rpc = require("../node_modules/vscode-jsonrpc/lib/node/main.js");
const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(process.stdin), new rpc.StreamMessageWriter(process.stdout));
connection.onRequest("text.caps", ({ text }) => ({ text: text.toUpperCase() }));
connection.listen();
