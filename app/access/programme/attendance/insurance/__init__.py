"""What pays for care: payers, coverages, authorisations, codes and statements; who reads and writes them."""
