/** Colours and type are those of the pages (dashboards/src/theme/tokens.css); dark by the reader's system; A4 in print. */
export const reportStyle = `
:root{--bg:#f6f8fa;--surface:#fff;--ink:#17212b;--ink-2:#4a5865;--line:#d5dce2;--accent:#0b5c8a;--series-2:#b4560a;--series-3:#17372f;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--bg:#10171e;--surface:#18212a;--ink:#e8edf2;--ink-2:#a9b6c2;--line:#2c3944;--accent:#6db8e8;--series-2:#f0a050;--series-3:#cde9e2}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
:lang(zh) body{line-height:1.65}
main{max-width:1240px;margin:0 auto;padding:40px 24px}
h1{font-size:26px;line-height:1.3;margin:0 0 8px;font-weight:600}
h2{font-size:20px;margin:40px 0 8px;padding-top:16px;border-top:1px solid var(--line);font-weight:600}
h3{font-size:16px;margin:24px 0 4px;font-weight:600}
p{margin:0 0 12px;max-width:46em}
.lead{font-size:20px;max-width:38em}
.quiet{color:var(--ink-2);font-size:14px}
.warn{border-left:3px solid var(--series-2);padding-left:12px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0 0 12px;font-size:14px}
dt{color:var(--ink-2)}dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:8px 0 16px;background:var(--surface);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{padding:6px 10px;text-align:right;vertical-align:top;white-space:nowrap;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
thead th{font-weight:600;color:var(--ink-2);vertical-align:bottom}
th.text,td.text{text-align:left}
td small{display:block;color:var(--ink-2);font-size:12px;line-height:1.4}
tr.own td{font-weight:600}tr.own td small{font-weight:400}
tr.first td{border-top:2px solid var(--line)}tbody tr.first:first-child td{border-top:0}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:16px;margin:8px 0 16px}
.plots.large{grid-template-columns:repeat(auto-fill,minmax(290px,1fr))}
figure{margin:0;background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:12px;break-inside:avoid}
figcaption{font-size:14px;margin-bottom:4px;font-weight:600}
figcaption span{font-weight:400;color:var(--ink-2)}
svg{display:block;width:100%;height:auto;max-width:420px;margin:0 auto}
svg.rows{max-width:640px;min-width:500px;margin:0}figure{overflow-x:auto}
svg text{fill:var(--ink);font-size:12px;font-family:inherit}
svg .tick{fill:var(--ink-2);font-size:11px}svg .axis{fill:var(--ink-2)}
svg .grid{stroke:var(--line);stroke-width:1}
svg .diagonal{stroke:var(--ink-2);stroke-width:1;stroke-dasharray:2 3}
svg .series{fill:none;stroke-width:1.6}svg .series.diagonal{stroke:var(--ink-2);stroke-width:1;stroke-dasharray:2 3}
svg .series.own{stroke:var(--accent);stroke-width:2.6}
svg .series.previous{stroke:var(--series-3);stroke-dasharray:1.5 3.5;stroke-linecap:round;stroke-width:2.2}
svg .series.logistic{stroke:var(--series-2);stroke-dasharray:7 3}
svg .series.rule{stroke:var(--ink-2);stroke-dasharray:3 2}
svg .whisker{stroke-width:1.6}svg .whisker.own{stroke:var(--accent)}svg .whisker.previous{stroke:var(--series-3)}
svg .whisker.logistic{stroke:var(--series-2)}svg .whisker.rule{stroke:var(--ink-2)}
svg .dot.own{fill:var(--accent)}svg .dot.previous{fill:var(--surface);stroke:var(--series-3);stroke-width:2}
svg .dot.logistic{fill:var(--surface);stroke:var(--series-2);stroke-width:2}svg .dot.rule{fill:var(--ink-2)}
svg .count{fill:var(--line)}
ul{padding-left:20px;margin:0 0 12px;max-width:46em}li{margin-bottom:4px}
@media (max-width:600px){main{padding:24px 12px}.lead{font-size:16px}h1{font-size:20px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}th,td{padding:6px 8px}}
@media print{:root{--bg:#fff;--surface:#fff;--ink:#000;--ink-2:#333;--line:#bbb;--accent:#0b5c8a;--series-2:#b4560a;--series-3:#17372f;color-scheme:light}
@page{size:A4;margin:14mm}body{font-size:11px}main{max-width:none;padding:0}.scroll{overflow:visible;border:0}table{font-size:8.5px}th,td{padding:3px 4px}td small{font-size:7.5px}h2{break-after:avoid;margin-top:20px}tr{break-inside:avoid}.plots{grid-template-columns:repeat(4,1fr);gap:8px}.plots.large{grid-template-columns:repeat(3,1fr)}figure{padding:6px}}
`;
