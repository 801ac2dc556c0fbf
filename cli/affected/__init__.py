"""./souk affected: which parts of the repository a change reaches, so that only those are built and tested."""
