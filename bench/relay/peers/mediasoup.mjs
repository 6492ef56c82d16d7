// A router of mediasoup on one worker, for whoever asks on its standard input: one JSON object a line in each direction.
// Started in the folder where npm installed the package.
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const mediasoup = createRequire(join(process.cwd(), "package.json"))("mediasoup");
const [address] = process.argv.slice(2);

const worker = await mediasoup.createWorker({ logLevel: "error" });
worker.on("died", (error) => {
  throw error;
});
const server = await worker.createWebRtcServer({
  listenInfos: [{ protocol: "udp", ip: address, port: 40000 }],
});
let router;
const transports = new Map();
const producers = [];
const consumers = new Map();

const ANSWERS = {
  async start({ mediaCodecs }) {
    router = await worker.createRouter({ mediaCodecs });
    return { pid: worker.pid, rtpCapabilities: router.rtpCapabilities };
  },
  async transport({ id, options }) {
    const appData = { gets: new Set() };
    const transport = await router.createWebRtcTransport({ ...options, webRtcServer: server, appData });
    transports.set(id, transport);
    const { iceParameters, iceCandidates, dtlsParameters } = transport;
    return { id, iceParameters, iceCandidates, dtlsParameters };
  },
  async connect({ id, dtlsParameters }) {
    await transports.get(id).connect({ dtlsParameters });
    return {};
  },
  async produce({ id, seat, kind, rtpParameters }) {
    const producer = await transports.get(id).produce({ kind, rtpParameters });
    producers.push({ seat, producer });
    return { id: producer.id };
  },
  // Everything of the others that this transport does not get yet.
  async consume({ id, seat, rtpCapabilities, paused }) {
    const transport = transports.get(id);
    const others = producers.filter((one) => one.seat !== seat && !transport.appData.gets.has(one));
    const consumed = [];
    for (const other of others) {
      transport.appData.gets.add(other);
      const consumer = await transport.consume({ producerId: other.producer.id, rtpCapabilities, paused });
      consumers.set(consumer.id, consumer);
      const { id, producerId, kind, rtpParameters } = consumer;
      consumed.push({ id, producerId, kind, rtpParameters, seat: other.seat });
    }
    return { consumed };
  },
  async resume({ id }) {
    await consumers.get(id).resume();
    return {};
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { call, ...what } = JSON.parse(line);
  const answer = await ANSWERS[call](what).catch((error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
worker.close();
