/**
 * What words are made of in each language of the generator: beginnings, middles and ends of syllables. The languages
 * are nobody's: they only look as the scripts of the world do, with the diacritics that a search has to fold.
 */

export interface Language {
  readonly name: string;
  /** Its artists, of all. */
  readonly share: number;
  /** Before a vowel; in scripts of whole syllables or signs, these. */
  readonly onsets: readonly string[];
  readonly vowels: readonly string[];
  /** At the end of a word. */
  readonly codas: readonly string[];
  /** Between words. */
  readonly space: string;
  readonly capitals: 'each' | 'first' | 'none';
  /** Where its records come out: the code and the name at Discogs. */
  readonly countries: readonly (readonly [iso: string, discogs: string])[];
}

const list = (text: string): string[] => text.split(' ').map((part) => (part === '_' ? '' : part));
const signs = (text: string): string[] => [...text];
const nothing = [''];

/** Han signs from the block's first ones, in steps: about as many as people read. */
const han = Array.from({ length: 2400 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 8) % 20_900)));

const hangul = [0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18].flatMap((onset) =>
  [0, 1, 4, 6, 8, 12, 13, 18, 20].flatMap((vowel) =>
    [0, 4, 8, 16, 21].map((coda) => String.fromCharCode(0xac00 + (onset * 21 + vowel) * 28 + coda)),
  ),
);

const hiragana = signs(
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん',
);
const katakana = signs(
  'アイウエオカキクケコサシスセソタチツテトナニネノハヒフヘホマミメモヤユラリルレロワンガギグジダデドバビブボパピプポ',
);

export const languages: readonly Language[] = [
  {
    name: 'plain',
    share: 0.5,
    onsets: list('_ b d f g h k l m n p r s t w th sh st br'),
    vowels: list('a e i o u ea ou oo ai'),
    codas: list('_ nd r rt ng nt st'),
    space: ' ',
    capitals: 'each',
    countries: [
      ['US', 'US'],
      ['GB', 'UK'],
      ['CA', 'Canada'],
      ['AU', 'Australia'],
      ['XE', 'Europe'],
      ['XW', 'Worldwide'],
    ],
  },
  {
    name: 'southern',
    share: 0.13,
    onsets: list('_ b c d f g l m n ñ p r s t v qu ll br'),
    vowels: list('a e i o u á é í ó ú ão'),
    codas: list('_ s n r l'),
    space: ' ',
    capitals: 'first',
    countries: [
      ['ES', 'Spain'],
      ['IT', 'Italy'],
      ['BR', 'Brazil'],
      ['MX', 'Mexico'],
      ['PT', 'Portugal'],
      ['AR', 'Argentina'],
    ],
  },
  {
    name: 'western',
    share: 0.06,
    onsets: list('_ b ç c d f g j l m n p r s t v ch br pl'),
    vowels: list('a e i o u é è ê ou eau œ à'),
    codas: list('_ r s t x l'),
    space: ' ',
    capitals: 'first',
    countries: [
      ['FR', 'France'],
      ['BE', 'Belgium'],
    ],
  },
  {
    name: 'northern',
    share: 0.08,
    onsets: list('_ b d f g h j k l m n r s t v w sch st kr'),
    vowels: list('a e i o u ä ö ü å ø ei'),
    codas: list('_ n r t ß s ch nd'),
    space: ' ',
    capitals: 'each',
    countries: [
      ['DE', 'Germany'],
      ['SE', 'Sweden'],
      ['NL', 'Netherlands'],
      ['AT', 'Austria'],
      ['NO', 'Norway'],
      ['DK', 'Denmark'],
    ],
  },
  {
    name: 'eastern',
    share: 0.05,
    onsets: list('_ b c č d k l ł m n p r ř s š ş t v z ž ğ'),
    vowels: list('a e i o u ą ę ě ı ó y'),
    codas: list('_ k n r ć t m'),
    space: ' ',
    capitals: 'first',
    countries: [
      ['PL', 'Poland'],
      ['CZ', 'Czech Republic'],
      ['TR', 'Turkey'],
      ['HU', 'Hungary'],
    ],
  },
  {
    name: 'cyrillic',
    share: 0.05,
    onsets: list('_ б в г д ж з к л м н п р с т х ц ш ст'),
    vowels: list('а е и о у ы я ю ё'),
    codas: list('_ й н т к р ь'),
    space: ' ',
    capitals: 'first',
    countries: [
      ['RU', 'Russia'],
      ['UA', 'Ukraine'],
      ['SU', 'USSR'],
      ['BG', 'Bulgaria'],
    ],
  },
  {
    name: 'greek',
    share: 0.01,
    onsets: list('_ β γ δ ζ θ κ λ μ ν ξ π ρ σ τ φ χ'),
    vowels: list('α ε η ι ο ω ά έ ή ί ό ου'),
    codas: list('_ ς ν'),
    space: ' ',
    capitals: 'first',
    countries: [
      ['GR', 'Greece'],
      ['CY', 'Cyprus'],
    ],
  },
  {
    name: 'arabic',
    share: 0.01,
    onsets: signs('بتجحدرزسشعفقكلمنهخصط'),
    vowels: ['', 'ا', 'و', 'ي'],
    codas: ['', 'ة', 'ى'],
    space: ' ',
    capitals: 'none',
    countries: [
      ['EG', 'Egypt'],
      ['LB', 'Lebanon'],
      ['MA', 'Morocco'],
    ],
  },
  {
    name: 'hebrew',
    share: 0.005,
    onsets: signs('בגדהזחטכלמנסעפצקרשת'),
    vowels: ['', 'ו', 'י'],
    codas: ['', 'ם', 'ן', 'ה'],
    space: ' ',
    capitals: 'none',
    countries: [['IL', 'Israel']],
  },
  {
    name: 'devanagari',
    share: 0.005,
    onsets: signs('कखगचजटडतदनपबमयरलवसह'),
    vowels: ['', 'ा', 'ि', 'ी', 'ु', 'े', 'ो'],
    codas: ['', 'ं'],
    space: ' ',
    capitals: 'none',
    countries: [['IN', 'India']],
  },
  {
    name: 'thai',
    share: 0.005,
    onsets: signs('กขคงจชดตทนบปพมยรลวสห'),
    vowels: ['า', 'ี', 'ู', 'ิ', 'ั'],
    codas: ['', 'น', 'ง'],
    space: '',
    capitals: 'none',
    countries: [['TH', 'Thailand']],
  },
  {
    name: 'kana',
    share: 0.05,
    onsets: [...hiragana, ...katakana, ...han.slice(0, 300)],
    vowels: nothing,
    codas: nothing,
    space: '',
    capitals: 'none',
    countries: [['JP', 'Japan']],
  },
  {
    name: 'han',
    share: 0.03,
    onsets: han,
    vowels: nothing,
    codas: nothing,
    space: '',
    capitals: 'none',
    countries: [
      ['TW', 'Taiwan'],
      ['HK', 'Hong Kong'],
      ['CN', 'China'],
    ],
  },
  {
    name: 'hangul',
    share: 0.015,
    onsets: hangul,
    vowels: nothing,
    codas: nothing,
    space: ' ',
    capitals: 'none',
    countries: [['KR', 'South Korea']],
  },
];
