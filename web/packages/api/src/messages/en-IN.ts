/** Words for failures that no service put into words. */
export const words = {
  unreachable: { cause: 'The shop did not answer.', fix: 'Check your connection, then try again.' },
  timeout: { cause: 'The answer took too long.', fix: 'Try again in a moment.' },
  broken: { cause: 'Something broke on our side.', fix: 'Try again in a moment.' },
  refused: { cause: 'The shop refused this request.', fix: 'Try again in a moment.' },
} as const;
