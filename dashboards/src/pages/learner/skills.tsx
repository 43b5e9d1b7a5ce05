import type { LearnerMastery } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { masterySentence } from '../../language/mastery-sentence.js';
import { Evidence } from '../../parts/evidence.js';
import { LevelShape } from '../../parts/level-mark.js';
import { words } from './words.js';

/** Each skill as a belief with its interval; where there is too little evidence, that is said and nothing drawn. */
export function Skills({ skills }: Pick<LearnerMastery, 'skills'>) {
  const { say } = useLanguage();
  return (
    <section className="panel learner-section">
      <h2>{say(words.skills)}</h2>
      <p className="small quiet">{say(skills.length === 0 ? words.noSkills : words.skillsAxes)}</p>
      <ul className="skills">
        {skills.map((skill) => {
          const { mastery, lower, upper } = skill;
          const sentence = say(masterySentence(skill));
          return (
            <li key={skill.skill}>
              <Evidence evidence={skill.evidence} shown={sentence}>
                {say(skill.name)}
              </Evidence>
              <span className="small quiet">{say(words.answersCount(skill.responses))}</span>
              <span className="for-readers">{sentence}</span>
              {skill.enough && mastery !== null && lower !== null && upper !== null ? (
                <Interval mastery={mastery} lower={lower} upper={upper} />
              ) : (
                <span className="small skill-unknown" aria-hidden="true">
                  <LevelShape level="unknown" /> {sentence}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const scale = 100;

function Interval({ mastery, lower, upper }: { mastery: number; lower: number; upper: number }) {
  const x = (share: number) => 4 + share * scale * 0.92;
  return (
    <svg className="skill-interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <path d="M4 6H96" stroke="var(--line)" vectorEffect="non-scaling-stroke" />
      <path
        d={`M${x(0.95).toString()} 0V12`}
        stroke="var(--ink-2)"
        strokeDasharray="3 2"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={`M${x(lower).toFixed(1)} 6H${x(upper).toFixed(1)}M${x(lower).toFixed(1)} 3V9M${x(upper).toFixed(1)} 3V9`}
        stroke="var(--accent)"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
      {/* A line of no length with round ends stays a dot however wide the picture is stretched. */}
      <path
        d={`M${x(mastery).toFixed(1)} 6h0`}
        stroke="var(--accent)"
        strokeWidth="11"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
