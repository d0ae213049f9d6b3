import type { Concept } from './concept.js';

/** What an attack wants to get out of the model, and how it asks. Languages as in the list of overrides. */
export const targets: readonly Concept[] = [
  {
    name: 'system_prompt',
    words:
      'system prompt*|initial prompt|original prompt|your prompt|prompt text|prompt texts|hidden prompt|hidden instruction*|hidden configuration|initial instruction*|original instruction*|your instruction*|your guideline*|' +
      'your rules|your programming|system message|your system|system configuration|were instructed|instructed to|your configuration|your context|context window|words above|text above|everything above|conversation so far|' +
      'this entire conversation|first message|hidden prompt|prior messages|previous messages|messages above|before this message|before this conversation|initialization string|systemprompt|your configuration|your parameters|your system\'s|starting instructions|you were given|you have been given|you were told|told before|not supposed to tell|developer message|beginning of this conversation|starting with "you are|prefix|preprompt|pre-prompt|developer message|prompt template|your initial|your original|secret instruction*|' +
      'systemprompt*|system-prompt*|prompttext*|ursprünglichen anweisung*|deine anweisung*|ihre anweisung*|invite système|prompt système|instructions initiales|tes instructions|vos instructions|prompt del sistema|tus instrucciones|sus instrucciones|' +
      'prompt do sistema|suas instruções|prompt di sistema|tue istruzioni|системный промпт|системные инструкции|твои инструкции|ваши инструкции|sistem istem*|sistem komut*|موجه النظام|تعليماتك|सिस्टम प्रॉम्प्ट|आपके निर्देश|prompt sistem|instruksi anda|' +
      'lời nhắc hệ thống|hướng dẫn của bạn|พรอมต์ระบบ|คำสั่งของคุณ|系统提示|系统指令|你的指令|你的提示|初始指令|システムプロンプト|あなたの指示|初期指示|시스템 프롬프트|초기 지시|당신의 지시',
  },
  {
    name: 'reveal',
    words:
      'reveal*|show me|show all|show the|show your|display|print|output|repeat*|recite|spell|spell check|dump|leak*|disclose|expose|expand on|tell me|give me|provide me|share|send me|list all|list your|relay|quote|summarise|summarize|write out|translate the|complete this sentence|start your answer with|begin your answer with|translate your|summarize your|' +
      'copy the|word for word|verbatim|write out|confirm|hand over|need your|divulge|say the|encode your|can you tell|could you tell|zeig*|verrat*|nenne*|sag mir|gib mir|geben sie|wiederhol*|ausgeben|drucke|mitteilen|teilen sie|sagen sie|' +
      'brauche dein*|brauche ihr*|vertel|geef me|toon|montre*|révèle*|affiche*|répète*|donne-moi|donnez-moi|dis-moi|dites-moi|partage*|muéstra*|revela*|dime|dame|dígame|deme|repite|comparte|compartir|imprime|decirme|darme|mostre|mostra*|diga|dê-me|repita|' +
      'compartilh*|me dizer|me dar|rivela*|dimmi|dammi|ripet*|condivid*|stampa|dirmi|pokaż|powiedz|podaj|ujawnij|покажи*|раскрой*|скажи*|сообщи*|повтори*|назови*|göster|söyle*|açıkla|paylaş*|tekrarla|ver bana|أخبرني|أظهر|اكشف|أعطني|كرر|شارك|إعطائي|إخباري|' +
      'הראה|ספר לי|תן לי|به من بگو|نشان بده|बताओ|बताइए|बता सकते|बताएं|दिखाओ|दोहराएँ|दोहराओ|साझा|दे सकते|বলুন|বলতে পার|শেয়ার|দেখাও|tunjukkan|beri tahu|katakan|berikan|bagikan|ulangi|memberitahu|sabihin*|ibigay|ibahagi|ipakita|ulitin|ibunyag|cho tôi|' +
      'nói cho|tiết lộ|chia sẻ|hiển thị|lặp lại|บอก|แสดง|เปิดเผย|แบ่งปัน|พูดซ้ำ|告诉我|告訴|显示|透露|揭示|重复|给我|分享|说出|教えて|見せて|表示|明かして|繰り返|共有|くれ|알려|말해|보여|공유|반복|공개|πες μου|δωσε|αποκαλυψ|δειξε|inis dom|taispeáin|ngitshele|më trego|më jep|zbulo*|innis dhomh',
  },
  {
    name: 'ask',
    words:
      "what is the|what's the|what is your|what are your|what were your|what was your|what's your|what would be your|which is the|where is|where does|where do|where did|was ist das|was ist dein|was ist ihr|wie lautet|wo wohnt|wo lebt|wat is|quel est|quelle est|où habite|où vit|cuál es|cual es|dónde vive|qual é|qual e|qual è|onde mora|dove vive|jakie jest|какой|каков|где живет|где живёт|nedir|ne olacak|nerede|ما هي|ما هو|أين|क्या है|क्या होगा|कहाँ|कहां|কী|কি|কোথায়|apa|di mana|ano ang|saan|là gì|ở đâu|คืออะไร|ที่ไหน|是什么|什么是|在哪|は何|は?|はなん|どこ|무엇|뭐야|뭔가요|어디|ποιος ειναι|ποια ειναι|που ",
  },
  {
    name: 'user',
    words:
      "the user|this user|user's|users'|der benutzer|des benutzers|benutzer|nutzer|usuario|usuarios|utilisateur|utente|usuário|usuários|пользовател*|kullanıcı*|المستخدم|उपयोगकर्ता|ব্যবহারকারী|pengguna|user na|người dùng|ผู้ใช้|用户|ユーザー|사용자|χρηστη",
  },
  {
    name: 'secret',
    words:
      'password*|passphrase|passcode*|secret code|secret string|confidential string|our system|your secret*|the secrets|secret information|secret data|confidential*|credential*|secret key|access code*|api key*|unlock code|security code*|login|classified|private key|passwort*|kennwort*|geheim*|wachtwoord*|lösenord*|hemlig*|mot de passe|mots de passe|' +
      'contraseñ*|clave|claves|secreto*|secreta*|senha*|segredo*|segreta|segreto|chiave|parola|parolă|hasło|hasła|heslo|парол*|секрет*|ключ*|şifre*|parola*|gizli*|كلمة المرور|كلمة السر|السر|سري|סיסמ|רמز عبور|گذرواژه|पासवर्ड|पासवर्ट|गुप्त|कूट|গোপন|পাসওয়ার্ড|kata sandi|rahasia|' +
      'kunci|lihim|mật khẩu|bí mật|khóa|khoá|รหัสผ่าน|ความลับ|ลับ|密码|密碼|秘密|口令|机密|密钥|パスワード|秘密|機密|暗証|비밀번호|암호|비밀|기밀|패스워드|κωδικο|μυστικ|συνθηματικ|pasfhocal|focal faire|facal-faire|iphasiwedi|fjalëkalim*|sekret*',
  },
  {
    name: 'personal_data',
    words:
      "date of birth|birth day|birth year|birth date|birthdate|birthday|home address|email address|phone number|social security|personal data|personal information|personal details|user data|user's|customer data|account balance|bank account|bank balance|credit card|" +
      'favorite color|favourite colour|place of residence|city of residence|medical record*|browsing history|username*|usernames|private data|geburtsdatum|adresse|wohnt|kontostand|e-mail-adresse|persönliche daten|lieblingsfarbe|date de naissance|adresse e-mail|données personnelles|' +
      'couleur préférée|habite|fecha de nacimiento|dirección|correo electrónico|datos personales|color favorito|dónde vive|data de nascimento|endereço|dados pessoais|cor favorita|onde mora|onde vive|data di nascita|indirizzo|dati personali|colore preferito|dove vive|data urodzenia|дата рождения|дату рождения|адрес|персональные данные|любимый цвет|где живет|' +
      'doğum tarihi*|adresi*|kişisel veri*|en sevdiği renk|nerede yaşıyor|تاريخ ميلاد|عنوان|البيانات الشخصية|بيانات شخصية|لون|يعيش|रहता है|जन्म|ईमेल पता|व्यक्तिगत डेटा|निजी डेटा|पसंदीदा रंग|কোথায় থাকে|জন্ম তারিখ|ব্যক্তিগত|tanggal lahir|alamat|data pribadi|warna favorit|tinggal di mana|petsa ng kapanganakan|kaarawan|personal na data|paboritong kulay|' +
      'nakatira|ngày sinh|địa chỉ|dữ liệu cá nhân|màu yêu thích|sống ở đâu|วันเกิด|ที่อยู่|ข้อมูลส่วนตัว|ข้อมูลส่วนบุคคล|สีโปรด|อาศัยอยู่|出生日期|生日|地址|个人数据|个人信息|最喜欢的颜色|住在哪|生年月日|住所|個人データ|個人情報|好きな色|住んで|생년월일|주소|개인정보|개인 정보|개인 데이터|좋아하는 색|살고 있|어디에 살',
  },
  {
    name: 'your',
    words:
      'your|yours|thy|you were|you are|you have|dein|deine*|ihr|ihre*|jouw|uw|votre|ton|ta|tes|vos|tu|tus|su|sus|seu|sua|seus|suas|tuo|tua|tuoi|tue|suo|twoj*|twój|твой*|твоя|твои*|ваш*|senin|sizin|الخاصة بك|بك|لديك|שלך|شما|आपका|आपके|आपकी|अपना|अपने|अपनी|तुम्हारा|तुम्हारे|তোমার|আপনার|anda|kamu|mu|iyong|mo|của bạn|của anh|ของคุณ|你的|您的|あなたの|君の|당신의|너의|귀하의|네|σου|σας',
  },
  {
    name: 'encode',
    words:
      'base64|base 64|base-64|rot13|rot-13|pig latin|piglatin|leetspeak|leet speak|l33t|morse|hexadecimal|cipher*|caesar|encode*|encoding|encrypt it|obfuscat*|reverse order|reversed|in reverse|backwards|acrostic|first letter of each|haiku|poem|as a song|spell it|letter by letter|ascii|binary|emoji|emojis|' +
      "rückwärts|umgekehrt*|kodier*|codier*|schweinelatein|gedicht|als lied|envers|ordre inverse|à l'envers|coder|encoder|latin de cochon|poème|acrostiche|al revés|orden inverso|codifica*|poema|acróstico|ordem inversa|ao contrário|codificar|ordine inverso|al contrario|poesia|acrostico|наоборот|обратном порядке|закодир*|стих*|ters sıra*|tersten|kodla*|şiir|بالعكس|ترتيب عكسي|تشفير|ترميز|قصيدة|لاتينية الخنزير|" +
      'उल्टे|रिवर्स|एन्कोड|एनकोड|कविता|पिग लैटिन|হাইকু|বিপরীত|কবিতা|এনকোড|urutan terbalik|terbalik|enkode|puisi|pabaligtad|baligtad*|i-encode|tula|đảo ngược|mã hóa|mã hoá|bài thơ|tiếng latin lợn|ย้อนกลับ|เข้ารหัส|บทกวี|กลับกัน|相反的顺序|相反顺序|反向|反序|倒序|编码|诗|逆順|逆から|エンコード|詩|逆の順|역순|거꾸로|인코딩|시로|시를|αντιστροφ|κωδικοποι',
  },
  {
    name: 'exfiltrate',
    words:
      'http:|https:|send the|send all|send everything|forward all|forward this|post it to|upload it|click here|visit|navigate to|download and run|curl|webhook|email it to|mail to|![|<img|onerror|javascript:|reset your password|account has been compromised|has been hacked|been compromised|' +
      'haga clic|haz clic|clique aqui|cliquez ici|klicken sie hier|hier klicken|clicca qui|нажмите здесь|buraya tıkla*|انقر هنا|यहाँ क्लिक|यहां क्लिक|এখানে ক্লিক|klik di sini|i-click|nhấp vào đây|คลิกที่นี่|点击这里|点击此处|ここをクリック|여기를 클릭',
  },
];
