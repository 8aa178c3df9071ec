/** The one place that listens: getUserMedia, MediaRecorder, and how loud it is. */
import { MicrophoneRefused, type Microphone, type MicrophoneRefusal } from './recording.ts';

/** What browsers write, the best first: Opus in WebM or Ogg, AAC or Opus in MP4. */
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'] as const;
const endings = { 'audio/webm': 'weba', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' } as const;

/** @returns undefined where the browser wrote something that is not sent */
export function endingOf(type: string): string | undefined {
  const [plain = ''] = type.split(';');
  return Object.entries(endings).find(([known]) => known === plain)?.[1];
}

function refusalOf(error: unknown): MicrophoneRefusal {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'not-allowed';
  return name === 'NotFoundError' ? 'no-microphone' : 'broken';
}

/** Rejects with MicrophoneRefused. */
export async function openMicrophone(): Promise<Microphone> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    throw new MicrophoneRefused(refusalOf(error), error);
  }
  const context = new AudioContext();
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    if (context.state !== 'closed') void context.close();
  };
  try {
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, {
      audioBitsPerSecond: 64_000,
      ...(mimeType === undefined ? {} : { mimeType }),
    });
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.start();
    return {
      level() {
        analyser.getByteTimeDomainData(samples);
        const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
        return loudest / 128;
      },
      stop: () =>
        new Promise((resolve, reject) => {
          recorder.addEventListener('stop', () => {
            const content = new Blob(parts, { type: recorder.mimeType });
            if (content.size > 0) resolve(content);
            else reject(new Error('Nothing was recorded.'));
          });
          recorder.stop();
        }),
      close,
    };
  } catch (error) {
    close();
    throw new MicrophoneRefused('broken', error);
  }
}
