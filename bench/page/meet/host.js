// The small page of somebody who sees the member, so that their camera has a reason to be sent.
import { Room, RoomEvent, VideoPresets } from "livekit-client";

const asked = new URLSearchParams(location.search);
const room = new Room({
  videoCaptureDefaults: { resolution: VideoPresets.h360 },
  publishDefaults: { videoSimulcastLayers: [VideoPresets.h180], videoCodec: "vp8" },
  adaptiveStream: true,
  dynacast: true,
});
const show = (publication, { identity }) => publication.setSubscribed(identity === "member");
room.on(RoomEvent.TrackPublished, show);
room.on(RoomEvent.TrackSubscribed, (track) => document.body.append(track.attach()));
await room.connect(asked.get("url"), asked.get("token"), { autoSubscribe: false });
for (const participant of room.remoteParticipants.values())
  for (const publication of participant.trackPublications.values()) show(publication, participant);
await room.localParticipant.enableCameraAndMicrophone();
window.ready = true;
