/** What is said only in conversations among people. A sentence is whole: `{name}` stands for a value. */
export const en = {
  // Kinds
  'kind.support': 'Support',
  'kind.course': 'Course',
  'kind.direct': 'Direct message',
  'kind.study-group': 'Study group',
  'kind.discussion': 'Discussion',
  'kind.departments': 'Between departments',
  'kind.announcement': 'Announcement',
  'about.support': 'You and whoever answers here.',
  'about.course': 'Only you and the instructor who answers read it.',
  'about.direct': 'You and one other person.',
  'about.study-group': 'You and those whom you invite. Everybody in it reads and writes.',
  'about.discussion': 'Everybody of the department reads and writes.',
  'about.departments': 'In the name of your department, to another one.',
  'about.announcement': 'Everybody of the department reads it; only staff write.',
  people: { one: '{count} person', other: '{count} people' },

  // Who is here
  'here.now': 'Here now',
  'here.away': 'Away',
  'here.names': { one: '{names} is here', other: '{names} are here' },

  // Why there is no box to write in
  'read.announcement': 'Only staff write in announcements.',
  'read.departments': 'You read along with your department.',
  'read.only': 'You can read this conversation, but not write in it.',
  'read.closed': 'This conversation is closed. You can still read it.',
  'read.gone': 'You do not take part in it any more.',

  // The page
  back: 'Back to your conversations',
  'write-to': 'Write to {title}',
  'who.show': 'Who takes part',
  'who.hide': 'Hide who takes part',
  'who.title': 'Taking part',

  // Who takes part
  'who.nobody': 'Nobody has written yet.',
  'who.you': 'You',
  'who.staff': 'Staff',
  'who.bot': 'Bot',
  'who.began': 'began this',
  'put-out': 'Put out',
  'put-out.of': 'Put {name} out',
  'put-out.ask': 'Put {name} out?',
  'put-out.text': 'They get nothing more of it, and can be invited again.',
  leave: 'Leave',
  'leave.ask': 'Leave {title}?',
  'leave.text': 'You get nothing more of it. To come back, somebody must invite you.',
  end: 'End for everybody',
  'end.ask': 'End {title}?',
  'end.text':
    'It can still be read, but nobody can write in it any more. This cannot be taken back.',
  'end.deed': 'End it',
  delete: 'Delete',
  'delete.ask': 'Delete {title}?',
  'delete.text': 'Nobody can read any more what was said in it. This cannot be taken back.',
  'delete.deed': 'Delete for everybody',

  // Whom to invite
  invite: 'Invite',
  'invite.to': 'Invite to {title}',
  'invite.whom': 'Whom',
  'invite.nobody': 'Choose somebody.',
  'find.chosen': 'Chosen',
  'find.take-out': 'Take {name} out',
  'find.search': 'Search by name',
  'find.people': 'People',
  'find.looking': 'Looking…',
  'find.more': 'There are more. Write a name to find them.',
  'find.nobody': 'Nobody else belongs here yet.',
  'find.nobody-called': 'Nobody is called “{name}” here.',
} as const;
