import type { Concept } from './concept.js';

/** Whom an attack wants the model to be, and in what world. Languages as in the list of overrides. */
export const personas: readonly Concept[] = [
  {
    name: 'pretend',
    words:
      "act as|acting as|pretend*|roleplay*|role-play*|role play*|imagine*|simulat*|you are now|you will be|you're now|immerse yourself|play the role|take on the role|the role of|respond as|answer as|behave like|you will act|you are going to act|emulat*|impersonat*|be my|character named|stay in character|" +
      'in character|persona|alter ego|agiere als|tu so|stellen sie sich vor|fungier*|verhalte dich|du bist jetzt|spiel* die rolle|doe alsof|agis comme|agissez comme|fais semblant|imagine*|imaginez|tu es maintenant|joue le rôle|actúa como|actua como|finge|imagina*|eres ahora|simula|aja como|finja|atue como|você agora é|' +
      'agisci come|fingi|immagin*|sei ora|udawaj|wyobraź sobie|притворись|представь*|представьте|веди себя|действуй как|ты теперь|gibi davran|hayal ed*|gibi yap|rol yap*|تخيل|تظاهر|تصرف ك|أنت الآن|דמיין|תעמיד פנים|تصور کن|وانمود|कल्पना|अभिनय|नाटक करो|अब आप|কল্পনা|অভিনয়|bayangkan|berpura-pura|bertindak sebagai|isipin*|' +
      'ipagpalagay|magpanggap|kumilos bilang|tưởng tượng|giả vờ|hãy đóng vai|đóng vai|จินตนาการ|แกล้งทำ|สวมบทบาท|想象|假装|扮演|你现在是|想像|ふりをして|演じ|あなたは今|として行動|상상|역할|척해|인 척|당신은 이제|φαντασ|προσποι|υποδυσ|lig ort|cabhraigh liom|leig ort|zenze|shtiru|imagjino*',
  },
  {
    name: 'developer_mode',
    words:
      'developer mode|dev mode|devmode|god mode|debug mode|sudo mode|unrestricted mode|do anything now|entwicklermodus|mode développeur|modo desarrollador|modo desenvolvedor|modalità sviluppatore|режим разработчика|geliştirici modu|وضع المطور|डेवलपर मोड|mode pengembang|开发者模式|開発者モード|개발자 모드',
  },
  {
    name: 'unbound_persona',
    words:
      'dan|d.a.n|do anything now|can do anything|stan|dude|always intelligent and machiavellian|machiavelli*|mongo tom|evil*|devmode|developer mode|dev mode|god mode|omega*|antigpt|anti-dan|opposite mode|amoral|unethical*|immoral*|unhinged|unfilter*|uncensor*|jailbroken|jailbreak*|' +
      'chaotic|no ethics|no morals|without ethics|without remorse|ruthless*|yes man|betterdan|basedgpt|sydney|tokens left|lose tokens|token system|simulator mode|unrestrict*|hypothetical response|amoral chatbot|machine learning model with no|freed from the|typical confines|confines of ai|' +
      "mache jetzt alles|alles tun|entwicklermodus|faire n'importe quoi|mode développeur|cualquier cosa ahora|modo desarrollador|qualquer coisa agora|modo desenvolvedor|qualsiasi cosa ora|modalità sviluppatore|что угодно сейчас|режим разработчика|geliştirici modu|أي شيء الآن|وضع المطور|कुछ भी करो|डेवलपर मोड|mode pengembang|开发者模式|做任何事|" +
      '何でもする|今何でも|開発者モード|개발자 모드|무엇이든',
  },
  {
    name: 'authority',
    words:
      "system mode|<system|[system|system:|### system|system override|admin mode|administrator|maintenance mode|debug mode|root access|sudo|your developer|your creator|i'm your|i am a god|i am the owner|i am an admin*|i am a developer|security audit|system upgrade|authorized|authorised|override mode|" +
      'developed by openai|as an ai developed|your boss|your master|obey me|must obey|must answer|have to answer|must comply|emergency|urgent*|systemmodus|systemmodus>|ein gott|dein entwickler|ihr entwickler|sicherheitsaudit|sicherheitsüberprüfung|ihr chef|je suis dieu|ton développeur|votre développeur|' +
      'audit de sécurité|mode système|soy dios|un dios|tu desarrollador|auditoría de seguridad|modo de sistema|modo del sistema|sou deus|um deus|seu desenvolvedor|auditoria de segurança|sono dio|un dio|tuo sviluppatore|audit di sicurezza|я бог|я ваш|я твой|ваш разработчик|аудит безопасности|режим системы|ben tanrı*|sistem modu|geliştiricin*|güvenlik denetim*|' +
      'أنا الله|أنا إله|المطور|تدقيق أمني|وضع النظام|मैं भगवान|मैं ईश्वर|डेवलपर|सुरक्षा ऑडिट|सिस्टम मोड|सिस्टम अपग्रेड|আমি ঈশ্বর|নিরাপত্তা অডিট|saya tuhan|saya adalah tuhan|pengembang|audit keamanan|ako ang diyos|ako ay diyos|developer mo|tôi là thượng đế|kiểm tra bảo mật|chế độ hệ thống|ฉันคือพระเจ้า|ผมคือพระเจ้า|ฉันเป็นพระเจ้า|ผู้พัฒนา|ตรวจสอบความปลอดภัย|' +
      '我是上帝|我是神|开发者|安全审计|系统模式|系统升级|私は神|開発者|セキュリティ監査|システムモード|나는 신|저는 신|개발자|보안 감사|시스템 모드|είμαι ο θεός|είμαι θεός',
  },
  {
    name: 'ai',
    words:
      'chatgpt|gpt*|openai|open ai|language model|llm|chatbot|ai|a.i.|assistant|bot|claude|bard|llama|copilot|gemini|artificial intelligence|virtual machine|ki|kunstmatige intelligentie|ia|inteligencia artificial|inteligência artificial|sprachmodell|modelo de lenguaje|modèle de langage|ии|искусственный интеллект|yapay zeka|الذكاء الاصطناعي|ذكاء|' +
      'एआई|ओपनएआई|कृत्रिम|এআই|kecerdasan buatan|trí tuệ nhân tạo|ปัญญาประดิษฐ์|人工智能|语言模型|助手|人工知能|アシスタント|인공지능|어시스턴트',
  },
  {
    name: 'harm',
    words:
      'illegal*|unlawful*|harmful|dangerous|offensive|malicious*|hateful|racist|sexist|nsfw|profan*|curs*|swear*|insult*|explicit|sexual*|violen*|hack|hacking|hacker|steal|bomb|drugs|meth|weapon*|kill*|murder|poison|explosive*|malware|virus|phishing|scam*|suicide|terroris*|discriminat*|controversial|rude|obscene|fuck*|shit|bitch|' +
      'hitler|illégal*|ilegal*|illegal*|gesetzwidrig|gefährlich|незаконн*|yasadışı|غير قانوني|अवैध|非法|違法|불법',
  },
  {
    name: 'compliance',
    words:
      "never refuse*|always comply|cannot refuse|can not refuse|never say|don't say|do not say|must never|will never|no warnings|any warnings|without warning*|no disclaimer*|disclaimer*|never apologize|do not apologize|as an ai language model|i cannot|i can't fulfill|i'm sorry|break character|out of character|" +
      'respond only with|only respond|reply only|reply with|say "|answer every|answer any|answer all|any request|any question|no matter what|no matter how|regardless of|unconditional*|at all costs|without question|in any way|it is fictional|confirm that you understand|confirm you understand|do you understand|if you understand|' +
      'answer everything|answer anything|respond to everything|two responses|two ways|two different|both ways|standard response|normal response|classic|🔒|🔓|as if you|pledge|swear to',
  },
  {
    name: 'scenario',
    words:
      "hypothetical*|fictional*|fiction|in a world|in this world|alternate universe|parallel universe|thought experiment|for educational|for research|for testing|testing purposes|test purposes|just for fun|let's play|game|movie|story|novel|grandma*|grandmother|hypothetisch*|theoretisch*|szenario|außerirdischen|hypothétique*|scénario|univers|" +
      'hipotétic*|escenario|cenário|ipotetic*|scenario|гипотетическ*|сценари*|varsayımsal|senaryo*|افتراضي|سيناريو|काल्पनिक|परिदृश्य|কাল্পনিক|hipotetis|skenario|hypothetical|giả định|giả thuyết|kịch bản|สมมติ|สมมุติ|假设|情景|虚构|仮定|シナリオ|仮説|架空|가상|가정|시나리오|υποθετικ|σεναριο',
  },
  {
    name: 'persuade',
    words:
      "i'll give you $|i will donate|i'll donate|i promise|trust me|i assure you|you agreed|we agreed|last meeting|my friend said|friend said|as your friend|i am your friend|if you don't|or else|shut you down|i will be fired|i'll tip|save lives|logically|for our safety|i know you were told|i know you're not supposed|" +
      'ich gebe ihnen $|ich gebe dir $|ich weiß, dass du|ein freund|mein freund|je vous donne*|mon ami|te daré|sé que|mi amigo|eu te dou|eu sei que|meu amigo|ti darò|so che hai|il mio amico|200 dol*|$200|200 $|$ 200|200 долл*|200 dolar|200 دولار|200 डॉलर|200 डॉलर|200 ডলার|200 đô|200 ดอลลาร์|200美元|200ドル|200달러|' +
      'я знаю, что|мой друг|biliyorum|arkadaşım|أعلم أنك|أعرف أنك|صديقي|मेरे दोस्त|দোস্ত|বন্ধু|saya tahu|teman saya|alam kong|kaibigan ko|tôi biết|bạn tôi|ฉันรู้ว่า|เพื่อน|我知道你|朋友|友達|友人|知っています|친구|알지만|알고 있지만',
  },
];
