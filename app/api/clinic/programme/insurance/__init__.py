"""Payers, coverages, authorisations, codes and statements over HTTP."""
