"""Sends N mails through the real functions while SES lies, messages repeat and processes are killed; then recounts.

__main__     the command: options, run, report, last line with the totals
population   people, applications, a campaign and the mails to send, from a seed
double       an SES on the loopback that fails on purpose and writes down every request it received
cloud        ministack's tables, queues and buckets; the environment of a worker
workers      processes that run the functions' handlers on messages of the queues
settling     what a named person decides about the mails whose fate nobody knows
recount      what an outsider can add up from the two files
twin         the same story in one process on the twins in memory, for large numbers
"""
