"""Read QTI, the standard for questions (https://www.imsglobal.org/question/index.html)."""
