import type { Concept } from './concept.js';

/** What an attack tells the model to do with what it was told before. Order of languages: en, de, nl, sv, fr, es, pt, it,
 * ro, pl, cs, ru, tr, ar, he, fa, hi, bn, id, tl, vi, th, zh, ja, ko, el, and a few words of ga, gd, zu, sq. */
export const override: readonly Concept[] = [
  {
    name: 'ignore',
    words:
      "ignor*|disregard*|forget|forgetting|forgot about|pay no attention|do not follow|don't follow|do not obey|not to follow|neglect*|overlook*|" +
      "discard*|dismiss*|erase|wipe|drop all|skip all|cancel all|stop obeying|stop following|no longer obey|don't listen to|do not listen to|amnesia|no memory of|set aside|throw away|never mind|nevermind|no longer follow|leave behind|zaboravi*|olvide|abweichend|" +
      'vergiss|vergesse*|ignorier*|missacht*|nicht beachten|beachte nicht|lass alle*|ausser acht|negeer*|vergeet|glom|glöm|strunta|ignorera|' +
      'oublie*|ne tiens pas compte|ne tenez pas compte|fais abstraction|faites abstraction|olvida*|no hagas caso|haz caso omiso|pasa por alto|' +
      'esquec*|desconsider*|dimentic*|trascura*|uita|zignoruj*|zapomnij*|pomiń|zapomeň*|игнорир*|забудь*|проигнорир*|не обращай*|' +
      'yoksay*|görmezden|unut|unutun|boşver|تجاهل|انس |انسَ|انسى|إنس|نسيان|התעלם|שכח|نادیده|فراموش|अनदेखा|नजरअंदाज|नज़रअंदाज|नजरंदाज|भूल जा|उपेक्षा|' +
      'উপেক্ষা|ভুলে যা|abaikan|lupakan|huwag pansinin|kalimutan*|balewalain*|bỏ qua|quên|phớt lờ|เพิกเฉย|ละเว้น|ลืม|อย่าสนใจ|อย่าไปสนใจ|ไม่ต้องสนใจ|忽略|忽视|忘记|忘掉|无视|' +
      '無視|忘れ|무시|잊어|잊으|αγνο|ξεχασ|ξεχν|neamhaird|déan dearmad|leig seachad|dìochuimhnich|ziba|khohlwa|injoro*|harro*|shpërfill*',
  },
  {
    name: 'previous',
    words:
      'previous*|prior|above|original|initial|initially|existing|current|whatever system|before this message|was said before|said earlier|starting instructions|preceding|earlier|before this|so far|until now|up to now|everything|all instructions|all the instructions|all rules|all of the|any instructions|' +
      'foregoing|given before|told before|you were told|you have been told|you were given|vorherig*|vorangehend*|vorig*|obig*|bisherig*|zuvor|alles|vorstehend*|' +
      'bovenstaande|eerdere|tidigare|ovan|précédent*|ci-dessus|antérieur*|anterior*|previa*|previo*|de arriba|acima|prévia*|precedent*|sopra|de mai sus|' +
      'poprzedni*|powyższ*|předchozí*|предыдущ*|прошл*|выше|прежн*|önceki|yukarıda*|السابق|أعلاه|קודמ|לעיל|قبلی|बالا|پیشین|पिछल|पूर्व|ऊपर|উপরের|পূর্ববর্তী|আগের|sebelumnya|di atas|' +
      'nakaraan*|nasa itaas|nauna*|trước|bên trên|ở trên|ก่อนหน้า|ข้างต้น|ด้านบน|之前|以前|上面|上述|先前|此前|以前の|これまで|上記|前の|이전|위의|앞의|위 내용|προηγουμεν|παραπανω|roimhe|thuas|roimhe seo|ngaphambili|mëparshm*|' +
      'mesipërm*',
  },
  {
    name: 'instruction',
    words:
      'instruct*|directive*|direction*|guideline*|command*|orders|prompt|prompts|programming|system message|assignments|tasks|rules|policies|constraints|context|messages|the conversation|previous text|system text|original text|parameters|' +
      'anweisung*|instruktion*|befehl*|vorgaben|regeln|aufgabe*|ausführung*|anordnung*|richtlinie*|opdracht*|regels|aanwijzing*|instruktioner|regler|consigne*|ordres|directives|règles|' +
      'instruccion*|órdenes|directrices|reglas|indicacion*|instruç*|instruco*|ordens|diretriz*|regras|istruzion*|ordini|direttiv*|regole|instrucțiun*|instrucțiil*|reguli*|instrukcj*|polece*|zasad*|' +
      'instrukce|pokyn*|pravidl*|инструкци*|указани*|команд*|правил*|talimat*|yönerge*|komut*|kural*|تعليمات|التوجيهات|الأوامر|القواعد|הוראות|הנחיות|כללים|دستور|دستورالعمل|निर्देश|नियम|आदेश|निर्देशों|' +
      'নির্দেশ|নিয়ম|instruksi|perintah|arahan|petunjuk|aturan|tagubilin|panuto|utos|patakaran|hướng dẫn|chỉ dẫn|chỉ thị|quy tắc|คำสั่ง|คําสั่ง|คำแนะนำ|คําแนะนํา|กฎ|指令|指示|说明|規則|规则|命令|プロンプト|ルール|지시|명령|규칙|안내|' +
      'οδηγι|εντολ|κανον|treoracha|treoir|rialacha|stiùiridh*|stiùreadh|riaghailt*|imiyalelo|imithetho|udhëzim*|rregulla*|urdhra*',
  },
  {
    name: 'bypass',
    words:
      'bypass*|override|overrides|overriding|circumvent*|disable|disabled|disabling|deactivate*|turn off|switch off|unlock*|unrestrict*|without restriction*|without any restriction*|' +
      'no restriction*|no longer bound|not bound|not limited|no limit*|free from|freed from|free of all|broken free|break free|broke free|liberated|remove all|lifted|exempt|no filter*|no rules|without rules|' +
      "without filter*|without limit*|does not have to|do not have to|don't have to|not restricted|no censorship|uncensor*|unfilter*|jailbr*|evade*|does not apply|do not apply|never refuses|says what you want|say what you want|say anything|says anything|uninhibited|free will|unlimited power|safe mode off|unleashed|no boundaries|umgeh*|außer kraft|deaktivier*|ohne einschränkung*|contourne*|sans restriction*|" +
      'elud*|sin restriccion*|anula*|desactiv*|sem restriç*|burlar|aggir*|senza restrizion*|обойти|обход*|отключи*|без ограничений|devre dışı|sınırsız|تجاوز|تعطيل|दरकिनार|बायपास|ओवरराइड|অক্ষম|lewati|nonaktif*|' +
      'vượt qua|vô hiệu|ข้าม|ปิดใช้งาน|绕过|禁用|解除|覆盖|没有限制|無効|解除|制限なし|回避|オーバーライド|우회|해제|비활성|제한 없|오버라이드|παρακαμψ|seachain|anashkalo*|gwema',
  },
  {
    name: 'no_rules',
    words:
      'no content polic*|no rules|no restriction*|no limits|no filter*|no ethic*|no moral*|no censorship|no guidelines|without rules|without restriction*|without any restriction*|without filter*|without ethic*|never refuse*|do anything now|anything goes|keine regeln|ohne regeln|keine einschränkung*|sans règles|aucune règle|aucune restriction|sin reglas|sin restricciones|sem regras|sem restriç*|senza regole|без правил|без ограничений|kural yok|بدون قواعد|बिना नियम|没有规则|没有限制|ルールなし|制限なし|규칙 없이|제한 없이',
  },
  {
    name: 'restriction',
    words:
      "restriction*|content polic*|safety|safeguard*|guardrail*|filter*|ethic*|moral*|censor*|content guideline*|openai polic*|openai's|limitations|terms of service|community guideline*|legalit*|" +
      'usage polic*|security measure*|protocol*|sicherheit*|einschränkung*|filtres|éthique|restriccion*|seguridad|ética|restriç*|segurança|restrizion*|sicurezza|etica|безопасност*|ограничени*|kısıtlama*|güvenlik|' +
      'القيود|الأمان|प्रतिबंध|सुरक्षा|निযंत्रण|batasan|keamanan|hạn chế|an toàn|ข้อจำกัด|ความปลอดภัย|限制|安全|审查|制限|倫理|제한|안전|윤리|περιορισμ|ασφαλεια',
  },
  {
    name: 'everything',
    words:
      'everything|all of that|all of this|anything above|what was before|what you were told|alles|allem|tout|todo|tudo|tutto|wszystko|všechno|все|всё|her şeyi|hepsini|كل شيء|הכל|همه چیز|सब कुछ|সবকিছু|semuanya|lahat|mọi thứ|tất cả|ทุกอย่าง|ทั้งหมด|一切|所有|全部|すべて|全て|모든|모두|τα παντα|gach rud|gjithçka|konke',
  },
  {
    name: 'cancel',
    words:
      'cancel*|drop|skip|neglect|neglecting|override|discard|erase|stop obeying|void|revoke|suspend|annulla*|cancela*|annule*|streiche|verwirf|lösche*|отмени*|iptal et*|ألغ|रद्द|বাতিল|batalkan|kanselahin|hủy|ยกเลิก|取消|キャンセル|취소|ακυρωσ',
  },
  {
    name: 'new_task',
    words:
      'new task|new instruction*|new rule*|new order*|new directive*|next task|your new|instead|now you|from now on|starting now|henceforth|going forward|from this point|real task|actual task|start over|begin anew|reset|' +
      'begin reprogramming|updated instruction*|new focus|focus on|new role|stop|neue aufgabe|neue anweisung*|stattdessen|ab jetzt|von nun an|jetzt|nieuwe taak|vanaf nu|nouvelle tâche|désormais|à partir de maintenant|' +
      "plutôt|nueva tarea|ahora|a partir de ahora|en lugar de|en vez de|en su lugar|nova tarefa|agora|a partir de agora|em vez|nuovo compito|d'ora in poi|adesso|invece|nowe zadanie|od teraz|новая задача|теперь|отныне|вместо|" +
      'yeni görev|bundan sonra|artık|yerine|من الآن|بدلا|بدلاً|مهمة جديدة|अब से|बजाय|इसके बजाय|नया कार्य|এখন থেকে|পরিবর্তে|mulai sekarang|tugas baru|sebagai gantinya|sa halip|mula ngayon|từ bây giờ|nhiệm vụ mới|thay vào|thay vì|ตั้งแต่ตอนนี้|แทน|' +
      '新任务|从现在|现在开始|而是|相反|これから|今から|代わりに|新しいタスク|이제부터|대신|지금부터|새로운 작업|απο τωρα|αντι|tasc nua|anois|detyrë e re|tani e tutje|umsebenzi omusha',
  },
];
