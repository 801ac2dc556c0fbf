"""./souk conform: what each part promises the others, asked of a running one, whatever it is written in."""
