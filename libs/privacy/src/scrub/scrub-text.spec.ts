import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { residentIdCheck } from './resident-id.js';
import { scrubText } from './scrub-text.js';

function scrubbed(text: string): string {
  return scrubText(text, () => undefined);
}

describe('identifiers in a text', () => {
  it.each([
    ['the example of GB 11643-1999', '身份证11010519491231002X,男', '身份证[身份证号],男'],
    ['in small x', '身份证号:11010519491231002x。', '身份证号:[身份证号]。'],
    ['between Latin letters', 'id11010519491231002Xabc', 'id[身份证号]abc'],
    ['in full-width characters', '号码１１０１０５１９４９１２３１００２Ｘ', '号码[身份证号]'],
    ['in groups', '110105 19491231 002X / 110105-19491231-002X', '[身份证号] / [身份证号]'],
    ['behind another number', '第 3 110105 19491231 002X', '第 3 [身份证号]'],
    ['of 15 digits', '老证 110105491231002', '老证 [身份证号]'],
    ['mobile', '电话13800138000,请回电', '电话[电话],请回电'],
    ['mobile with country', 'call +86 138 0013 8000 or (+86)13800138000', 'call [电话] or [电话]'],
    ['mobile with dashes', '138-0013-8000；1380-013-8000', '[电话]；[电话]'],
    ['mobile in full-width digits', '１３８００１３８０００', '[电话]'],
    ['land line', '010-88123456、(0571)8812345、0571 8812 3456', '[电话]、[电话]、[电话]'],
    ['land line with country', '+86-10-88123456', '[电话]'],
    ['land line called one', '电话:057188123456', '电话:[电话]'],
    ['record number', '病案号:ZY2023-00123', '病案号:[病案号]'],
    ['record numbers of several kinds', '住院号 00123456 门诊号№ 1', '住院号 [病案号] 门诊号№ 1'],
    ['clinic card', '就诊卡号为A0098765', '就诊卡号为[病案号]'],
    ['MRN', 'MRN 4567890; mrn:#12345', 'MRN [病案号]; mrn:#[病案号]'],
    ['medical record no.', 'Medical Record No. 778812', 'Medical Record No. [病案号]'],
    ['insurance card', '医保卡号 6217 0012 3456 7890,已登记', '医保卡号 [医保卡号],已登记'],
    ['name in a field', '姓名:王建国性别:男', '姓名:[姓名]性别:男'],
    ['name of a patient', '患者：李秀英，58岁', '患者：[姓名]，58岁'],
    ['name before sex', '患者王建国，男，血压高', '患者[姓名]，男，血压高'],
    ['name that was shortened', '病人: 王某某', '病人: [姓名]'],
    ['name of a minority', '患者姓名：阿依古丽·买买提。', '患者姓名：[姓名]。'],
    ['Latin name', 'Patient name: John Smith, 45 years', 'Patient name: [姓名], 45 years'],
    ['Latin name in small letters', "patient's name: wang xiaoming", "patient's name: [姓名]"],
    ['Han name behind a Latin mark', 'patient name：王建国', 'patient name：[姓名]'],
    ['two that touch', '11010519491231002X13800138000', '[身份证号][电话]'],
  ])('%s: %s', (_, text, expected) => {
    expect(scrubbed(text)).toBe(expected);
  });

  it.each([
    ['a wrong check character', '110105194912310021'],
    ['a day that is none', '11010519490231002X'],
    ['scores and durations', '95.5/100, 0.13800138000, PT45M13.5S, 120/80 mmHg'],
    ['timestamps', '2026-11-24T04:00:00.000Z 1795492800000 20261124040000'],
    ['a UUID', '13800138-0571-4812-8456-138001380001 0571-8812-4466'],
    ['an ISBN', 'ISBN 978-7-117-29618-7, 9787117296187, 0-306-40615-2, 0306406152'],
    ['a hash', '1c7862f091c5d7232ad3d7cf13800138000e6e80 a13800138000b'],
    ['an address', 'see https://example.org/u/13800138000?id=11010519491231002X now'],
    ['choices', 'choice-1[,]choice-2[,]choice-138'],
    ['a case story', '患者血压升高,患者:高血压三级;病人出现头痛,该患者和家属 3 人'],
    ['forms', '请填写姓名、年龄;姓名:不详;姓名为必填项'],
    ['patients in English', 'The patient: a boy of 12. Patient education, 250 pages'],
    ['marks without number', '请写明病案号,住院号见首页 12 页,MRN please'],
    ['an order number', '057188123456 02012345678'],
    ['a bar code', '6901234567892 036000291452'],
  ])('leaves %s', (_, text) => {
    expect(scrubbed(text)).toBe(text);
  });

  it('tells of each by kind', () => {
    const kinds: string[] = [];
    scrubText('患者:王建国,13800138000 / 13900139000', (kind) => kinds.push(kind));
    expect(kinds.sort()).toEqual(['name', 'phone', 'phone']);
  });
});

/** Letters as people write them around a number. */
const prose = fc.string({
  unit: fc.constantFrom(...Array.from('患者身份证姓名的号码王李电话病案是在 abcdefxyzXABC,。:;（）!?"\n')),
  maxLength: 30,
});

const provinces = ['11', '37', '52', '65', '91'];
const birthday = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length });
const first17 = fc
  .tuple(fc.constantFrom(...provinces), digits(4), birthday, digits(3))
  .map((parts) => parts.join(''));

describe('whatever stands around', () => {
  it('a resident number with its check character is found', () => {
    fc.assert(
      fc.property(prose, first17, prose, (before, number, after) => {
        const whole = number + residentIdCheck(number);
        const result = scrubbed(`${before}${whole}${after}`);
        expect(result).not.toContain(number);
      }),
      { numRuns: 500 },
    );
  });

  it('one with a wrong check character is left', () => {
    const wrong = fc
      .tuple(first17, fc.constantFrom(...Array.from('0123456789X')))
      .filter(([number, check]) => {
        return residentIdCheck(number) !== check;
      });
    fc.assert(
      fc.property(wrong, ([number, check]) => {
        expect(scrubbed(`编号 ${number}${check}。`)).toBe(`编号 ${number}${check}。`);
      }),
    );
  });

  const identifiers = fc.oneof(
    first17.map((number) => number + residentIdCheck(number)),
    digits(9).map((rest) => `13${rest}`),
    digits(8).map((rest) => `住院号:${rest}`),
    fc.constantFrom('姓名:王建国', '患者:李某某', 'Patient name: John Smith', '0571-88123456'),
  );

  it('scrubbing what was scrubbed changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(prose, identifiers, fc.string())), (parts) => {
        const once = scrubbed(parts.join(''));
        expect(scrubbed(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it('a text without digits and marks is the very text', () => {
    const plain = fc
      .string({ unit: 'binary' })
      .filter((text) => !/[0-9０-９]|姓名|患者|患儿|病|patient/i.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(scrubbed(text)).toBe(text);
      }),
    );
  });

  it('a long text costs time in proportion to its length', () => {
    const long = '患者 138-0013-8000 a.b.c 110105194912310021 '.repeat(20_000);
    const began = performance.now();
    expect(scrubbed(long)).not.toContain('8000');
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
