/**
 * What Fonoteca does not do, answered as the protocol asks: a list that is empty here, or its own error. Apps ask for
 * these at start and should neither stop nor wait.
 */
import type { Endpoint } from '../call.ts';
import { notFound, SubsonicError } from '../errors.ts';

const empty =
  (element: string, inside: object = {}): Endpoint =>
  async () => ({ [element]: inside });
const refused =
  (what: string): Endpoint =>
  async () => {
    throw new SubsonicError('not-authorized', `${what} is not part of Fonoteca.`);
  };
const nothing =
  (what: string): Endpoint =>
  async () => {
    throw notFound(what);
  };

const podcasts = 'Podcasts';
const radio = 'Internet radio';
const sharing = 'Sharing';

export const unsupportedEndpoints = {
  getVideos: empty('videos'),
  getVideoInfo: nothing('The video'),
  getCaptions: nothing('The video'),
  'hls.m3u8': nothing('The HLS playlist'),
  getAvatar: nothing('The avatar'),
  getPodcasts: empty('podcasts', { channel: [] }),
  getNewestPodcasts: empty('newestPodcasts', { episode: [] }),
  getPodcastEpisode: nothing('The podcast episode'),
  refreshPodcasts: refused(podcasts),
  createPodcastChannel: refused(podcasts),
  deletePodcastChannel: refused(podcasts),
  deletePodcastEpisode: refused(podcasts),
  downloadPodcastEpisode: refused(podcasts),
  getInternetRadioStations: empty('internetRadioStations', { internetRadioStation: [] }),
  createInternetRadioStation: refused(radio),
  updateInternetRadioStation: refused(radio),
  deleteInternetRadioStation: refused(radio),
  getShares: empty('shares', { share: [] }),
  createShare: refused(sharing),
  updateShare: refused(sharing),
  deleteShare: refused(sharing),
  getChatMessages: empty('chatMessages', { chatMessage: [] }),
  addChatMessage: refused('Chat'),
  jukeboxControl: refused('The jukebox'),
  // Extensions that are not announced.
  getTranscodeDecision: refused('The transcoding extension'),
  getTranscodeStream: refused('The transcoding extension'),
  getSonicSimilarTracks: refused('Sonic similarity'),
  findSonicPath: refused('Sonic similarity'),
};
