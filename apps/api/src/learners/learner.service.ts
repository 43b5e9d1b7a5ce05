import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import type { ClickHouse } from '#libs/clickhouse';
import type {
  ContactCard,
  LearnerHead,
  LearnerMastery,
  LearnerPid,
  LearnerRisk,
  LearnerTimeline,
} from '#libs/contracts';
import { allFeatures, readFigures, readSilence } from '#libs/features';
import type { Enrolment, Run } from '#libs/postgres';
import { AuditTrail } from '../access/audit-trail.service.js';
import type { Reader } from '../access/caller.js';
import { ReachService } from '../access/reach.service.js';
import type { ApiStores } from '../api-stores.js';
import { addDays, daysBetween, weekOf } from '../calendar/days.js';
import type { TenantClock } from '../api-dependencies.js';
import { runSummary } from '../courses/run-summary.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';
import { abstentionOf, chanceOf, reasonsOf } from '../risk/current-score.js';
import { RiskBarsService } from '../risk/risk-bars.service.js';
import { WhatIfService } from '../risk/what-if.service.js';
import { awayStretches } from './away-stretches.js';
import { learnerFigures, videoSeconds } from './learner-figures.query.js';
import { learnerMastery } from './learner-mastery.query.js';
import { currentScores, riskHistory } from './learner-risk.query.js';
import { learnerSentence } from './learner-sentence.js';
import { timelineDays, timelineMarks } from './learner-timeline.query.js';
import { offlineStretches } from './offline-stretches.js';
import { callMarks, eventMark, nudgeMarks } from './timeline-marks.js';

interface Journey {
  readonly enrolments: readonly Enrolment[];
  readonly enrolment: Enrolment;
  readonly runs: ReadonlyMap<string, Run>;
  readonly run: Run;
}

/** The learner's journey: one person, one run, everything that is known and believed. */
@Injectable()
export class LearnerService {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly reach: ReachService,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
    private readonly bars: RiskBarsService,
    private readonly audit: AuditTrail,
    private readonly whatIf: WhatIfService,
  ) {}

  async head(reader: Reader, pid: LearnerPid, runAsked: string | undefined): Promise<LearnerHead> {
    const { tenant } = reader;
    const learner = await this.reach.learner(reader, pid);
    const [{ now, today }, journey] = await Promise.all([
      this.clockOf.moment(tenant),
      this.journey(reader, pid, runAsked),
    ]);
    const { run, enrolment } = journey;
    const of = { tenant, run: run.iri, learner: pid };
    const period = { from28: addDays(today, -27), to: addDays(today, 1) };
    const [[figures], [video], scores, people, items, [away]] = await Promise.all([
      this.clickhouse.query(learnerFigures, { ...of, ...period }),
      this.clickhouse.query(videoSeconds, of),
      this.scores(of, run, enrolment, today),
      this.reach.people(reader, [pid]),
      this.stores.workItems.ofLearner(tenant, reader.scope, pid, 20),
      this.stores.duties.between(tenant, today, today, [pid]),
      this.audit.recordLook(reader, pid, { run: run.code }),
    ]);
    const person = people.get(pid);
    if (person === undefined || figures === undefined) throw notFound();
    const syncedAt = figures.synced_at;
    const about = { learner: pid, run: run.code };
    const whole = { from: '1970-01-01', to: period.to };
    const counted = (
      value: number,
      kind: 'answered' | 'submitted' | 'video',
      more: { success?: boolean } = {},
    ) => ({
      value,
      evidence: { ...about, kinds: [kind], ...whole, ...more },
    });
    return {
      asOf: now.toISOString(),
      learner: person,
      runs: journey.enrolments.flatMap((each) => {
        const of = journey.runs.get(each.run);
        const { status, registeredDay, startDay } = each;
        return of === undefined ? [] : { run: runSummary(of, today), status, registeredDay, startDay };
      }),
      run: runSummary(run, today),
      week: weekOf(enrolment.startDay, today),
      syncedAt,
      consentReminders: person.consentReminders,
      silence: scores.silence,
      sentence: learnerSentence({
        erased: learner.erased,
        status: enrolment.status,
        silence: scores.silence,
        away: away ?? null,
        chance: scores.current.find(({ horizonDays }) => horizonDays === 14) ?? null,
        abstention: scores.abstention,
      }),
      figures: {
        activeDays28: {
          value: figures.active_days,
          evidence: { ...about, from: period.from28, to: period.to },
        },
        answers: counted(figures.answers, 'answered'),
        correct: counted(figures.correct, 'answered', { success: true }),
        videoMinutes: counted(Math.round((video?.seconds ?? 0) / 60), 'video'),
        submissions: counted(figures.submissions, 'submitted'),
      },
      workItemId: items.find((item) => item.day === today && item.run === run.iri)?.id ?? null,
      notes: items.flatMap(({ notes }) => notes.map((note) => ({ ...note, at: note.at.toISOString() }))),
    };
  }

  async risk(reader: Reader, pid: LearnerPid, runAsked: string | undefined): Promise<LearnerRisk> {
    const [{ today }, { run, enrolment }] = await Promise.all([
      this.clockOf.moment(reader.tenant),
      this.journey(reader, pid, runAsked),
    ]);
    const of = { tenant: reader.tenant, run: run.iri, learner: pid };
    const [{ current, abstention, reasons, features }, history] = await Promise.all([
      this.scores(of, run, enrolment, today),
      this.clickhouse.query(riskHistory, of),
    ]);
    const chance = current.find(({ horizonDays }) => horizonDays === 14);
    return {
      current,
      abstention,
      reasons,
      whatIf: chance === undefined ? [] : await this.whatIf.of(reader.tenant, chance, features),
      history: history.map((point) => ({
        probability: point.probability,
        lower: point.lower,
        upper: point.upper,
        model: point.model,
        // the last day whose events it saw
        asOf: addDays(point.asof, -1),
        reasons: reasonsOf(point, { learner: pid, run: run.code }),
      })),
      features: allFeatures.flatMap(({ name, label, unit }) =>
        name in features ? { name, label, unit, value: features[name] ?? null } : [],
      ),
    };
  }

  async mastery(reader: Reader, pid: LearnerPid, runAsked: string | undefined): Promise<LearnerMastery> {
    const { run } = await this.journey(reader, pid, runAsked);
    const [rows, skills] = await Promise.all([
      this.clickhouse.query(learnerMastery, { tenant: reader.tenant, run: run.iri, learner: pid }),
      this.stores.catalogue.skills(reader.tenant, run.course.code),
    ]);
    const names = new Map(skills.map(({ code, name }) => [code, name]));
    return {
      skills: rows.map((row) => ({
        ...row,
        name: names.get(row.skill) ?? { zh: row.skill, en: row.skill },
        evidence: { learner: pid, run: run.code, kinds: ['answered' as const], activity: row.skill },
      })),
    };
  }

  async timeline(
    reader: Reader,
    pid: LearnerPid,
    asked: {
      readonly run?: string | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    },
  ): Promise<LearnerTimeline> {
    const { tenant } = reader;
    const [{ now, today }, { run, enrolment }] = await Promise.all([
      this.clockOf.moment(tenant),
      this.journey(reader, pid, asked.run),
    ]);
    const earliest =
      enrolment.registeredDay < enrolment.startDay ? enrolment.registeredDay : enrolment.startDay;
    const from = asked.from ?? earliest;
    const to = asked.to ?? addDays(today < from ? from : today, 1);
    const span = { tenant, run: run.iri, learner: pid, from, to };
    const [days, events, items, nudges, duties] = await Promise.all([
      this.clickhouse.query(timelineDays, span),
      this.clickhouse.query(timelineMarks, span),
      this.stores.workItems.ofLearner(tenant, reader.scope, pid, 100),
      this.stores.nudgeLedger.read(tenant, reader.scope, { learner: pid, limit: 100, cursor: null }, now),
      this.stores.duties.between(tenant, from, to, [pid]),
    ]);
    const names = await this.activityNames(tenant, run, [...new Set(events.map(({ activity }) => activity))]);
    const contacts = [...callMarks(items), ...nudgeMarks(nudges.rows)].filter(
      ({ at }) => at.slice(0, 10) >= from && at.slice(0, 10) < to,
    );
    const marks = events.map((event) => eventMark(event, names.get(event.activity) ?? null, pid, run.code));
    return {
      from,
      to,
      days,
      marks: [...marks, ...contacts].toSorted((a, b) => a.at.localeCompare(b.at)),
      offline: offlineStretches(days),
      away: awayStretches(duties, span),
    };
  }

  /** The number to call; who asked for it is written down first. */
  async contact(reader: Reader, pid: LearnerPid): Promise<z.infer<typeof ContactCard>> {
    await this.reach.learner(reader, pid);
    await this.audit.record(reader, 'contact.revealed', pid);
    const contacts = await this.stores.vault.contacts(reader.tenant, [pid]);
    return contacts.get(pid) ?? { name: null, phone: null };
  }

  /** The run asked for, else the one that was registered for last. */
  private async journey(reader: Reader, pid: LearnerPid, asked: string | undefined): Promise<Journey> {
    const { tenant, scope } = reader;
    const [enrolments, catalogue] = await Promise.all([
      this.stores.enrolments.ofLearner(tenant, scope, pid),
      this.stores.catalogue.runs(tenant),
    ]);
    const runs = new Map(catalogue.map((run) => [run.iri, run]));
    const wanted = enrolments.find(
      ({ run }) => asked === undefined || run === asked || runs.get(run)?.code === asked,
    );
    const run = wanted === undefined ? undefined : runs.get(wanted.run);
    if (wanted === undefined || run === undefined) throw notFound();
    return { enrolments, enrolment: wanted, runs, run };
  }

  /** Chances of somebody who learns; none of those who have left. */
  private async scores(
    of: { readonly tenant: string; readonly run: string; readonly learner: string },
    { code }: Run,
    { status, startDay }: Enrolment,
    today: string,
  ) {
    const days = daysBetween(startDay, today);
    if (status !== 'registered' && status !== 'started')
      return {
        current: [],
        reasons: [],
        features: {},
        silence: null,
        abstention: abstentionOf('not-in-population', days),
      };
    const [rows, bars] = await Promise.all([
      this.clickhouse.query(currentScores, of),
      this.bars.of(of.tenant, [of.run], today),
    ]);
    const shown = rows.find(({ horizon }) => horizon === '14') ?? rows[0];
    return {
      current: rows.flatMap((row) => chanceOf(row, bars(of.run, row.horizon)) ?? []),
      reasons: shown === undefined ? [] : reasonsOf(shown, { learner: of.learner, run: code }),
      features: shown === undefined ? {} : readFigures(shown.feature_names, shown.features),
      silence: readSilence(shown?.silence ?? ''),
      abstention: abstentionOf(shown?.abstained, days),
    };
  }

  private async activityNames(tenant: string, run: Run, iris: string[]) {
    const activities = iris.length === 0 ? [] : await this.stores.catalogue.activities(tenant, run.iri, iris);
    return new Map(activities.map(({ iri, name }) => [iri, name]));
  }
}
