export interface Me {
  id: string;
  type: 'customer' | 'seller' | 'admin';
  name: string;
  email: string;
  phone: string | null;
}
export interface SignUp {
  name: string;
  email: string;
  password: string;
}
export interface Login {
  email: string;
  password: string;
}
export interface ProfileChange {
  name?: string;
  phone?: string | null;
}
export interface AddressFields {
  name: string;
  phone: string;
  line1: string;
  line2: string | null;
  city: string;
  state: string;
  postal_code: string;
  country: string;
}
export interface Address extends AddressFields {
  id: string;
  is_default: boolean;
}
export interface NewAddress extends AddressFields {
  is_default?: boolean;
}
