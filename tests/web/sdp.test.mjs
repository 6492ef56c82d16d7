import assert from "node:assert/strict";
import { test } from "node:test";

import { withRepeatedSound } from "../../app/web/core/sdp.js";

const sound = (mid, more = "", opus = 111) => `m=audio 9 UDP/TLS/RTP/SAVPF ${opus}\r\na=mid:${mid}\r\na=rtpmap:${opus} opus/48000/2\r\n${more}a=fmtp:${opus} useinbandfec=1\r\n`;
const picture = (mid) => `m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:${mid}\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\n`;
const head = "v=0\r\ns=-\r\n";
const NACK = "a=rtcp-fb:111 nack\r\n";

test("every section of sound whose offer has repeats answers with them", () => {
  const offer = head + sound("mic", NACK) + picture("cam") + sound("a0", NACK) + picture("v0");
  const answer = head + sound("mic") + picture("cam") + sound("a0") + picture("v0");
  assert.equal(withRepeatedSound(answer, offer), head + sound("mic", NACK) + picture("cam") + sound("a0", NACK) + picture("v0"));
});

test("what was not offered is not answered", () => {
  const answer = head + sound("mic") + sound("a0");
  assert.equal(withRepeatedSound(answer, head + sound("mic") + sound("a0")), answer);
  assert.equal(withRepeatedSound(answer, head + sound("mic", "a=rtcp-fb:111 nack pli\r\n") + sound("a0")), answer);
  assert.equal(withRepeatedSound(answer, head + sound("mic") + sound("a0", NACK)), head + sound("mic") + sound("a0", NACK));
});

test("an answer that has them keeps them once, and its own numbers", () => {
  const offer = head + sound("mic", NACK);
  assert.equal(withRepeatedSound(head + sound("mic", NACK), offer), head + sound("mic", NACK));
  const other = withRepeatedSound(head + sound("mic", "", 109), offer);
  assert.equal(other, head + sound("mic", "a=rtcp-fb:109 nack\r\n", 109));
});

test("lines that end without a carriage return stay so", () => {
  const plain = (text) => text.replaceAll("\r\n", "\n");
  assert.equal(withRepeatedSound(plain(head + sound("mic")), head + sound("mic", NACK)), plain(head + sound("mic", NACK)));
});
