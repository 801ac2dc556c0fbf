import { api } from '@souk/api';
import type { EnrolmentView, FactorView, PasswordChange, RecoveryCodes, SessionList, TypedCode, WithBothFactors } from '../types/user';
import { user } from './endpoint';

/** Password, authenticator, and where one is signed in. */
export const {
  useSessionsQuery,
  useSignOutThereMutation,
  useSignOutEverywhereElseMutation,
  useChangePasswordMutation,
  useSecondFactorQuery,
  useEnrolFactorMutation,
  useConfirmFactorMutation,
  useRenewRecoveryCodesMutation,
  useSwitchFactorOffMutation,
} = api.injectEndpoints({
  endpoints: (build) => ({
    sessions: build.query<SessionList, void>({
      query: () => ({ url: user('/me/sessions') }),
      providesTags: ['Sessions'],
    }),
    signOutThere: build.mutation<null, { id: string }>({
      query: ({ id }) => ({ url: user(`/me/sessions/${encodeURIComponent(id)}`), method: 'DELETE' }),
      invalidatesTags: ['Sessions'],
    }),
    signOutEverywhereElse: build.mutation<null, void>({
      query: () => ({ url: user('/me/sessions'), method: 'DELETE' }),
      invalidatesTags: ['Sessions'],
    }),
    changePassword: build.mutation<null, PasswordChange>({
      query: (body) => ({ url: user('/me/password'), method: 'PUT', body }),
      invalidatesTags: ['Sessions'],
    }),
    secondFactor: build.query<FactorView, void>({
      query: () => ({ url: user('/me/second-factor') }),
      providesTags: ['SecondFactor'],
    }),
    enrolFactor: build.mutation<EnrolmentView, { password: string }>({
      query: (body) => ({ url: user('/me/second-factor'), method: 'POST', body }),
    }),
    /** The page that shows the recovery codes looks again afterwards, or it would be told at once that all is set up. */
    confirmFactor: build.mutation<RecoveryCodes, TypedCode>({
      query: (body) => ({ url: user('/me/second-factor/confirm'), method: 'POST', body }),
    }),
    renewRecoveryCodes: build.mutation<RecoveryCodes, WithBothFactors>({
      query: (body) => ({ url: user('/me/second-factor/recovery-codes'), method: 'POST', body }),
      invalidatesTags: ['SecondFactor'],
    }),
    switchFactorOff: build.mutation<null, WithBothFactors>({
      query: (body) => ({ url: user('/me/second-factor/off'), method: 'POST', body }),
      invalidatesTags: ['SecondFactor'],
    }),
  }),
});
