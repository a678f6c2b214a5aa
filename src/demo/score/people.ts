/** Composers (all dead for a hundred years or more) and the demo's invented players. */

import type { Person } from './types.ts';

function person(name: string, sort: string): Person {
  return { name, sort };
}

export const bach = person('Johann Sebastian Bach', 'Bach, Johann Sebastian');
export const beethoven = person('Ludwig van Beethoven', 'Beethoven, Ludwig van');
export const brahms = person('Johannes Brahms', 'Brahms, Johannes');
export const carolan = person('Toirdhealbhach Ó Cearbhalláin', 'Ó Cearbhalláin, Toirdhealbhach');
export const chopin = person('Frédéric Chopin', 'Chopin, Frédéric');
export const dvorak = person('Antonín Dvořák', 'Dvořák, Antonín');
export const grieg = person('Edvard Grieg', 'Grieg, Edvard');
export const joplin = person('Scott Joplin', 'Joplin, Scott');
export const mozart = person('Wolfgang Amadeus Mozart', 'Mozart, Wolfgang Amadeus');
export const mussorgsky = person('Модест Мусоргский', 'Mussorgsky, Modest');
export const pachelbel = person('Johann Pachelbel', 'Pachelbel, Johann');
export const petzold = person('Christian Petzold', 'Petzold, Christian');
export const satie = person('Erik Satie', 'Satie, Erik');
export const schubert = person('Franz Schubert', 'Schubert, Franz');
export const schumann = person('Robert Schumann', 'Schumann, Robert');
export const seikilos = person('Σείκιλος', 'Seikilos');
export const smetana = person('Bedřich Smetana', 'Smetana, Bedřich');
export const taki = person('瀧廉太郎', 'Taki, Rentarō');
export const tchaikovsky = person('Пётр Чайковский', 'Tchaikovsky, Pyotr');
export const larionov = person('Иван Ларионов', 'Larionov, Ivan');
export const traditional = person('Traditional', 'Traditional');

export const vesterholm = person('Ida Vesterholm', 'Vesterholm, Ida');
export const harbourQuartet = person('Harbour Quartet', 'Harbour Quartet');
export const quietReach = person('Трио «Тихая заводь»', 'Trio Tikhaya Zavod');
export const minanose = person('水無瀬あおい', 'Minanose, Aoi');
export const oliveShade = person('فرقة ظل الزيتون', 'Firqat Zill al-Zaytun');
export const cellarStairs = person('Cellar Stairs', 'Cellar Stairs');
export const ekwall = person('Jonas Ekwall', 'Ekwall, Jonas');
export const saltmarsh = person('Saltmarsh', 'Saltmarsh');
export const courtyardChorus = person('Χορός της Αυλής', 'Choros tis Avlis');
export const moonlightPlayers = person('달빛 합주단', 'Dalbit Hapjudan');
export const bambooShadow = person('竹影小組', 'Zhuying Xiaozu');
export const boiteAClous = person('La Boîte à Clous', 'Boîte à Clous, La');
export const underTheBridge = person('Kvartet Pod Mostem', 'Kvartet Pod Mostem');
export const variousArtists = person('Various Artists', 'Various Artists');
