// The member's page: LiveKit's own components, with the room options of its Meet (github.com/livekit-examples/meet).
import "@livekit/components-styles";
import { LiveKitRoom, VideoConference, formatChatMessageLinks } from "@livekit/components-react";
import { Room, VideoPresets } from "livekit-client";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const asked = new URLSearchParams(location.search);
const room = new Room({
  videoCaptureDefaults: { resolution: VideoPresets.h720 },
  publishDefaults: { dtx: false, videoSimulcastLayers: [VideoPresets.h540, VideoPresets.h216], red: true, videoCodec: "vp9" },
  adaptiveStream: true,
  dynacast: true,
});
window.room = room;
window.decoded = async () => {
  let sum = 0;
  for (const participant of room.remoteParticipants.values())
    for (const { track } of participant.videoTrackPublications.values())
      for (const entry of (await track?.getRTCStatsReport())?.values() ?? [])
        if (entry.type === "inbound-rtp") sum += entry.framesDecoded ?? 0;
  return sum;
};
const options = { room, token: asked.get("token"), serverUrl: asked.get("url"), connect: true, audio: true, video: true };
createRoot(document.getElementById("root")).render(
  createElement(
    LiveKitRoom,
    { ...options, "data-lk-theme": "default", style: { height: "100vh" } },
    createElement(VideoConference, { chatMessageFormatter: formatChatMessageLinks }),
  ),
);
