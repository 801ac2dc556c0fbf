import css from './MarketDrawing.module.css';

/** A market street at golden hour: simple solid shapes, light from the upper left. */
export function MarketDrawing({ className }: { className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 640 480" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <rect width="640" height="480" className={css['sky']} />
      <circle cx="168" cy="150" r="74" className={css['glow']} />
      <circle cx="168" cy="150" r="50" className={css['sun']} />
      <path d="M0 300h90v-62a46 46 0 0 1 92 0v62h60v-96a58 58 0 0 1 116 0v96h58v-70a42 42 0 0 1 84 0v70h140v180H0z" className={css['far']} />
      <path d="M300 190c0-30 14-52 14-52s14 22 14 52z" className={css['far']} />
      <Stall x={56} tone="teal" />
      <Stall x={252} tone="saffron" />
      <Stall x={448} tone="clay" />
      <rect y="430" width="640" height="50" className={css['ground']} />
      <Pots />
      <path d="M0 92c110 44 210 44 320 0s210-44 320 0" className={css['string']} />
      <Lantern x={64} y={124} />
      <Lantern x={266} y={122} />
      <Lantern x={452} y={76} />
      <Lantern x={570} y={82} />
    </svg>
  );
}

function Stall({ x, tone }: { x: number; tone: 'teal' | 'saffron' | 'clay' }) {
  const stripes = [0, 1, 2, 3, 4, 5];
  return (
    <g transform={`translate(${x} 276)`}>
      <rect x="8" y="34" width="8" height="126" className={css['pole']} />
      <rect x="128" y="34" width="8" height="126" className={css['pole']} />
      <rect x="0" y="96" width="144" height="64" className={css['table']} />
      <rect x="72" y="96" width="72" height="64" className={css['tableShade']} />
      {stripes.map((at) => (
        <path
          key={at}
          d={`M${12 + at * 20} 0h20l${at < 3 ? 4 : 8} 40a12 12 0 0 1-24 0z`}
          transform={`translate(${at < 3 ? -4 + at : at - 4} 0)`}
          className={at % 2 ? css['cloth'] : css[tone]}
        />
      ))}
      <rect x="8" y="-4" width="128" height="8" className={css[tone]} />
    </g>
  );
}

function Pots() {
  return (
    <>
      <path d="M84 372c-8-14-6-26 4-32h20c10 6 12 18 4 32z" className={css['clay']} />
      <path d="M98 372c8 0 10-20 6-32h4c10 6 12 18 4 32z" className={css['shade']} />
      <path d="M132 372v-22h34v22z" className={css['teal']} />
      <path d="M140 350v-10h26v10z" className={css['saffron']} />
      <circle cx="292" cy="360" r="12" className={css['sun']} />
      <circle cx="314" cy="360" r="12" className={css['clay']} />
      <circle cx="303" cy="344" r="12" className={css['saffron']} />
      <path d="M340 372l8-44h24l8 44z" className={css['teal']} />
      <path d="M484 372c0-30 8-40 20-40s20 10 20 40z" className={css['saffron']} />
      <path d="M504 332c12 0 20 10 20 40h-12c2-20 0-34-8-40z" className={css['shade']} />
      <rect x="540" y="336" width="36" height="36" rx="4" className={css['cloth']} />
      <path d="M540 350h36v8h-36z" className={css['teal']} />
    </>
  );
}

function Lantern({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path d="M0-14v14" className={css['string']} />
      <path d="M-12 0h24l6 20-10 16H-8l-10-16z" className={css['sun']} />
      <path d="M0 0h12l6 20-10 16H0z" className={css['saffron']} />
    </g>
  );
}
