import type { BilingualText, RosterInput } from '#libs/contracts';
import { Random } from './random.js';

type RegionRow = NonNullable<RosterInput['regions']>[number];

export interface Village {
  readonly code: string;
  readonly township: string;
  readonly county: string;
}

export interface Township {
  readonly code: string;
  readonly county: string;
  /** 0 (beside the county town) to 1 (end of the road): outages are more frequent and the days are longer. */
  readonly remoteness: number;
}

export interface Geography {
  readonly regions: readonly RegionRow[];
  readonly townships: readonly Township[];
  readonly villages: readonly Village[];
}

const counties: readonly BilingualText[] = [
  { zh: '观山县', en: 'Guanshan County' },
  { zh: '清溪县', en: 'Qingxi County' },
  { zh: '云台县', en: 'Yuntai County' },
  { zh: '河湾县', en: 'Hewan County' },
];
// prettier-ignore
const townshipStems: readonly (readonly [zh: string, en: string])[] = [
  ['石门', 'Shimen'], ['龙潭', 'Longtan'], ['白水', 'Baishui'], ['青松', 'Qingsong'], ['双河', 'Shuanghe'],
  ['高坡', 'Gaopo'], ['马场', 'Machang'], ['竹林', 'Zhulin'], ['茶园', 'Chayuan'], ['新场', 'Xinchang'],
  ['大坝', 'Daba'], ['红岩', 'Hongyan'], ['木梓', 'Muzi'], ['凤冈', 'Fenggang'], ['平桥', 'Pingqiao'],
  ['三合', 'Sanhe'], ['落雁', 'Luoyan'], ['桃源', 'Taoyuan'], ['鱼塘', 'Yutang'], ['雪岭', 'Xueling'],
];
// prettier-ignore
const villageStems: readonly (readonly [zh: string, en: string])[] = [
  ['上寨', 'Shangzhai'], ['下寨', 'Xiazhai'], ['团结', 'Tuanjie'], ['前进', 'Qianjin'], ['水井', 'Shuijing'],
  ['柏杨', 'Baiyang'], ['梨花', 'Lihua'], ['光明', 'Guangming'], ['坪上', 'Pingshang'], ['沙田', 'Shatian'],
  ['杉树', 'Shanshu'], ['长冲', 'Changchong'], ['花园', 'Huayuan'], ['瓦窑', 'Wayao'], ['岩脚', 'Yanjiao'],
  ['大树', 'Dashu'], ['核桃', 'Hetao'], ['新民', 'Xinmin'], ['田坝', 'Tianba'], ['河边', 'Hebian'],
];

const province = '520000';
const townshipsPerCounty = 5;

/**
 * The region tree of an invented province: 4 counties, 20 townships, some 110 villages. The codes have the form of the
 * national statistical code (county 6 digits, township +3, village +3); places and names are invented.
 */
export function createGeography(seed: number): Geography {
  const random = new Random(seed, 'geography');
  const stems = random.shuffled(townshipStems);
  const regions: RegionRow[] = [
    { code: province, parent: null, level: 'province', name: { zh: '云岭省', en: 'Yunling Province' } },
  ];
  const townships: Township[] = [];
  const villages: Village[] = [];
  for (const [countyIndex, name] of counties.entries()) {
    const county = String(520121 + countyIndex);
    regions.push({ code: county, parent: province, level: 'county', name });
    const own = stems.slice(countyIndex * townshipsPerCounty, (countyIndex + 1) * townshipsPerCounty);
    for (const [index, [zh, en]] of own.entries()) {
      // The first two are towns (codes from 100), the others rural townships (from 200).
      const town = index < 2;
      const code = `${county}${String((town ? 100 : 198) + index)}`;
      regions.push({
        code,
        parent: county,
        level: 'township',
        name: { zh: zh + (town ? '镇' : '乡'), en: `${en} ${town ? 'Town' : 'Township'}` },
      });
      townships.push({ code, county, remoteness: town ? random.between(0, 0.4) : random.between(0.3, 1) });
      const here = random.shuffled(villageStems).slice(0, random.whole(4, 8));
      for (const [villageIndex, [villageZh, villageEn]] of here.entries()) {
        const village = `${code}${String(200 + villageIndex)}`;
        regions.push({
          code: village,
          parent: code,
          level: 'village',
          name: { zh: `${villageZh}村`, en: `${villageEn} Village` },
        });
        villages.push({ code: village, township: code, county });
      }
    }
  }
  return { regions, townships, villages };
}
