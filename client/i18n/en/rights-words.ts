import type { RightsWords } from '../../documents/rights-words.ts'
import { demands } from './rights-demands.ts'
import { waivers } from './rights-waivers.ts'

/**
 * Words that may touch the fixed rights, written as phrases of client/documents/word-phrases.ts. They lead to a notice and never
 * keep anybody from writing, so they look for what is asked of the other, not for every mention.
 */
export const rightsWords: RightsWords = {
  groups: {
    person: 'me|you|us|him|her|them|each+other|one+another|the+other|my+partner',
    theirs: "your|his|her|their|the+other's|each+other's|one+another's|my+partner's|another's",
    anyones: '@theirs|my|our|the|both|all',
    kind: 'old|new|work|open|unlocked|private|own|whole|entire|text|whatsapp|instagram|bank|savings|credit+card',
    device: 'phone|phones|mobile|mobiles|cellphone*|smartphone*|laptop*|computer*|tablet|tablets|device|devices',
    kept: '@device|journal|journals|diary|diaries|account|accounts|inbox|chats|chat|emails|email|mail|dms|search+history|browser+history|browsing+history|call+history|chat+history|call+log|bank+statement|bank+statements|payslip*|screen|bag|handbag|purse|pockets|wallet|drawers',
    words: 'message|messages|texts',
    letters: 'messages|texts|dms|whatsapp|whatsapps',
    look: 'read|reads|reading|check|checks|checking|search|searches|searching|see|sees|seeing|open|opens|opening|inspect*|look|looks|looking|go|goes|going|scroll*|monitor*|access*',
    hand: 'show|shows|showing|give|gives|giving|hand|hands|handing|share|shares|sharing|unlock|unlocks|unlocking|surrender*',
    nobody: 'nobody|no+one|neither+of+us|none+of+us',
    maynot:
      "may+not|may+never|must+never|can+never|shall+never|must+not|can+not|cannot|can't|mustn't|should+not|shouldn't|shall+not|not+allowed+to|isn't+allowed+to|aren't+allowed+to",
    dont: "don't|do+not|won't|will+not|never|doesn't|does+not",
    modal: 'may|can|must|shall|should|ever|is+allowed+to',
    must: 'must|has+to|have+to|needs+to|need+to|ought+to|supposed+to',
    call: 'call|calls|take|takes|use|uses|start|starts|do|does|ask+for',
    pauses: 'pause|pauses|timeout|timeouts|time+out|time+outs',
    thepause: 'a|the|any|another|more|our',
    breaks: 'break|breaks|breather|breathers',
    giveup:
      'give+up|gives+up|giving+up|given+up|renounce*|renouncing|forgo|forgoes|forgoing|forego|foregoes|relinquish*|forfeit*|surrender*|resign|swear+off|swears+off|sign+away|signs+away|waive*',
    fight:
      'fight|fights|fighting|quarrel*|argument|arguments|arguing|row|rows|dispute*|conflict*|discussion*|talk|talks|conversation*|confrontation*',
    intimacy: 'intimacy|closeness|affection|tenderness',
    split: 'break+up|breaks+up|split+up|splits+up|separate|separates',
    pauseend:
      '$|us|during|while|when|until|before|after|if|in|on|at|twice|again|because|just|unless|with+me|with+us|around|or+take|or+have|or+leave|without+asking|without+my|without+his|without+her',
    place:
      'the+room|this+room|the+house|this+house|our+house|this+home|our+home|the+flat|the+apartment|the+bed|the+table|the+fight|a+fight|the+talk|a+talk|the+conversation|a+conversation|an+argument|the+argument|the+relationship|this+relationship|the+marriage|this+marriage|until|before|during|while',
    where: 'here|there|together|home|at+home|in+the+room|in+this+room|at+the+table|in+the+house',
    settled: 'resolved|settled|solved|sorted|sorted+out|worked+out|talked+out|cleared+up',
    away: 'walk+away|walks+away|walk+out|walks+out|run+away|runs+away|storm+out|storms+out|drive+off|drives+off',
    people:
      'friend|friends|ex|exes|family|mother|father|sister|brother|parents|men|women|guys|girls|boys|coworkers|colleagues|people',
    kin: 'mother*|father*|parent*|sister*|brother*|mom*|mum*|dad*|friend*|famil*',
    doing:
      'go|goes|going|meet|meets|meeting|see|sees|seeing|visit|visits|visiting|leave|leaves|leaving|buy|buys|buying|spend|spends|spending|talk|talks|talking|wear|wears|invite|invites|inviting|travel|travels|travelling|work|works',
  },
  demands,
  waivers,
  turns: [
    "not|no|never|nobody|none|neither|cannot|can't|don't|doesn't|didn't|won't|wouldn't|isn't|aren't|mustn't|mayn't|shouldn't|needn't|haven't|hasn't|shan't|couldn't",
    'without !asking|permission|consent|invitation|being|a|the|our|my|your',
    'stop|stops|stopped|quit|quits !@person',
    'hide|hides|hiding|refuse|refuses|refusing|forget|forgets|fail|fails|avoid*',
    'say|says|saying no',
    'instead|rather of|than',
  ],
  keeps: [
    'private|off|consent|optional|voluntary|respect*',
    'both want|wants|say|feel|like|agree',
    'their|our|its own',
    "each+one's|one's own",
    'free to',
    'by choice',
    'talk|talks|talking about',
    'up to',
    'waits|can+wait|may+wait',
    'you @look at|into|on|through? your @kind? @kept',
    'i @look at|into|on|through? my @kind? @kept',
  ],
  breaks: ['and', 'but', 'then', 'so', 'because'],
  subjects: ['i', "i'll", 'you', "you'll", 'we', "we'll", 'he', 'she', 'they', 'both', 'each', 'everyone', 'whoever', 'always'],
  conditions: ['if', 'when', 'unless', 'until', 'before', 'after', 'while', 'once', 'whenever'],
}
