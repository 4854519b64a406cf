// stub, replaced at once
