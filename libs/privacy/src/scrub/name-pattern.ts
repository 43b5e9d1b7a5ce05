/** Surnames of nearly all Han Chinese, and the compound ones; characters that begin words oftener than names are left out. */
const surname =
  '(?:欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|宇文|长孙|端木|' +
  '[王李张刘陈杨赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟' +
  '谭陆汪范金石廖贾韦夏付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔' +
  '伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙' +
  '鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师' +
  '和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝高黄]' +
  ')';
/** What such a character begins in the words of a clinic. */
const noName =
  '(?!高[血热烧龄危尿度脂钾钠钙胆]|黄[疸染]|白[细癜内血天]|石淋|何[时种处]|时[间常]|方[便案]|常规|安[静全排]|温度|全[身部]|' +
  '和[其她他]|连续|应[当该]|单[纯侧]|左[侧肺上下]|解[除大小]|明[显确]|师|成[人年]|项目|不详|未[知填]|保密|匿名)';

const han = String.raw`\p{Script=Han}`;
/** Where a name ends: at the next field, at what is not Han, at the end. */
const end = `(?=$|[^${han}]|性别|年龄|民族|出生|电话|手机|住址|住院|病案|病历|身份|[男女,的])`;
const hanName = `${surname}${han}{1,3}?${end}`;
const anyHanName = `${han}{1,8}(?:·${han}{1,8})+|${han}{2,4}?${end}`;
const capitalised = String.raw`\p{Lu}[\p{L}'’-]*`;
const latinName = String.raw`${capitalised}(?:(?:, ?| )\p{Lu}[\p{L}.'’-]*){0,3}`;
const lowerName = String.raw`(?!unknown|none|not |n/a)\p{Ll}[\p{Ll}'’-]+(?: \p{Ll}[\p{Ll}'’-]+){0,2}(?=\s*(?:$|[,;.]))`;

const patient = '(?:患者|病人|病员|患儿)';
const patientName = String.raw`(?:[Pp]atient(?:['’]s)?[ _-]?[Nn]ame|PATIENT NAME|[Nn]ame of (?:the )?[Pp]atient)`;

/**
 * Names behind a mark that says so; the last group is the name. Case stories speak of patients in every sentence, so
 * that a bare word after 患者 is taken for a name only where it begins with a surname, and stands in a field of its own
 * or before sex or age.
 */
export const namePatterns: readonly RegExp[] = [
  `(?:姓名|${patientName})\\s*[:=]\\s*(${noName}(?:${anyHanName})|${latinName}|${lowerName})`,
  `姓名(?: +| *[是为叫] *)(${noName}${hanName})`,
  `${patient}\\s*[:=]\\s*(${noName}${hanName}|${latinName})`,
  `${patient} ?(${noName}${surname}${han}{1,3}?)(?=[,、( ]{1,2}(?:男|女|\\d{1,3} ?岁))`,
  `(?:[Pp]atient|PATIENT)\\s*[:=]\\s*(${capitalised} \\p{Lu}[\\p{L}.'’-]*(?: ${capitalised})?)`,
].map((source) => new RegExp(source, 'gu'));

/** Whether a text holds a mark at all: cheaper than the patterns. */
export const nameMark = /姓名|患者|病[人员]|患儿|[Pp]atient|PATIENT/;
