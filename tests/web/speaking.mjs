/** Every test of the client begins with English words: what is drawn waits for words, and so do the tests of it. */

import { speak as speakInClinic } from "../../app/web/clinic/words/words.js";
import { speak } from "../../app/web/shared/words/words.js";

await Promise.all([speak("en"), speakInClinic(["en"])]);
