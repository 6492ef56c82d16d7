// A room of mediasoup with one worker, as mediasoup.py asks for it: one JSON object a line in each direction.
// Started in the folder where npm installed the package.
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const mediasoup = createRequire(join(process.cwd(), "package.json"))("mediasoup");
const [address, opus, vp8] = process.argv.slice(2);
const MEDIA_CODECS = [
  { kind: "audio", mimeType: "audio/opus", preferredPayloadType: Number(opus), clockRate: 48000, channels: 2 },
  { kind: "video", mimeType: "video/VP8", preferredPayloadType: Number(vp8), clockRate: 90000 },
];
// What a browser without transport-wide feedback has in common with it.
const FEEDBACK = [
  { type: "nack" },
  { type: "nack", parameter: "pli" },
  { type: "ccm", parameter: "fir" },
  { type: "goog-remb" },
];
const CAPABILITIES = {
  codecs: MEDIA_CODECS.map((codec) => ({ ...codec, rtcpFeedback: codec.kind === "video" ? FEEDBACK : [] })),
  headerExtensions: [],
};

const worker = await mediasoup.createWorker({ logLevel: "error" });
worker.on("died", (error) => {
  throw error;
});
const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS });
const server = await worker.createWebRtcServer({
  listenInfos: [{ protocol: "udp", ip: address, port: 40000 }],
});
const transports = new Map();
const producers = [];

const ANSWERS = {
  async start() {
    return { pid: worker.pid };
  },
  async transport({ id }) {
    const transport = await router.createWebRtcTransport({ webRtcServer: server });
    transports.set(id, transport);
    const { iceParameters, iceCandidates, dtlsParameters } = transport;
    return { ice: iceParameters, candidates: iceCandidates, fingerprints: dtlsParameters.fingerprints };
  },
  async connect({ id, fingerprint }) {
    const dtlsParameters = { role: "client", fingerprints: [{ algorithm: "sha-256", value: fingerprint }] };
    await transports.get(id).connect({ dtlsParameters });
    return {};
  },
  async produce({ id, seat, kind, ssrc }) {
    const { mimeType, clockRate, channels, preferredPayloadType, rtcpFeedback } = CAPABILITIES.codecs.find(
      (codec) => codec.kind === kind,
    );
    const codec = { mimeType, payloadType: preferredPayloadType, clockRate, channels, rtcpFeedback };
    const rtpParameters = { codecs: [codec], encodings: [{ ssrc }], rtcp: { cname: `seat${seat}` } };
    producers.push({ seat, producer: await transports.get(id).produce({ kind, rtpParameters }) });
    return {};
  },
  async consume({ id, seat }) {
    const others = producers.filter((one) => one.seat !== seat);
    for (const { producer } of others) {
      await transports.get(id).consume({ producerId: producer.id, rtpCapabilities: CAPABILITIES });
    }
    return { consumed: others.length };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { call, ...what } = JSON.parse(line);
  const answer = await ANSWERS[call](what).catch((error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
worker.close();
