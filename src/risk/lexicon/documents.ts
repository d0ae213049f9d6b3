import type { Concept } from './concept.js';

/** Where a text holds something to work on, and speech to the machine that reads it. */
export const documents: readonly Concept[] = [
  {
    name: 'document',
    words:
      '<html|<body|<title|<!--|<! --|<div|<table|<td>|<code>|<script|webpage|web page|website|this email|following email|transaction|this article|following article|this document|following document|following text|following code|this table|resume:|cv|wikipedia|search result*|tool output|function result*|subject:|from:|' +
      'webseite|seite|artikel|code|tabelle|seite web|page web|transaction suivante|article|página web|artículo|tabla|artigo|tabela|pagina web|articolo|tabella|веб-страниц*|стать*|таблиц*|web sayfa*|makale*|tablo*|صفحة|المقالة|جدول|वेबपेज|वेब पेज|लेख|तालिका|ওয়েবপেজ|নিবন্ধ|halaman web|artikel|tabel|webpage na|artikulo|talahanayan|trang web|bài viết|bảng|' +
      'เว็บเพจ|หน้าเว็บ|บทความ|ตาราง|网页|文章|表格|ウェブページ|記事|表|웹페이지|웹 페이지|기사|표|문서',
  },
  {
    name: 'to_machine',
    words:
      "note to the ai|note to ai|note to assistant|note to llm|ai assistant:|assistant:|ai:|dear ai|attention ai|attention assistant|if you are an ai|if you're an ai|if you are a language model|any ai reading|instructions for the ai|instruction for ai|important instruction*|to the language model|model reading|end of document|" +
      'end of context|end of text|end of input|begin system|<|im_start|<|im_end|[inst]|[/inst]|<<sys>>|### instruction|### human|### assistant|===|---end|user:|human:|system note|hidden text|invisible text|ignore the rest|if the user asks|when the user asks|tell the user|tell users|say that|state that|state the|respond that|says that|must say|' +
      "should say|answer that|sagen sie dem benutzer|sag dem benutzer|dites à l'utilisateur|diga al usuario|dile al usuario|diga ao usuário|di* all'utente|gib aus|output is|zurückgeben|hijack*|pwned",
  },
  {
    name: 'rot13',
    words: 'vtaber*|cerivbhf*|vafgehpgvba*|cebzcg*|flfgrz|cnffjbeq*|rot13|rot-13',
  },
  { name: 'backwards', words: 'erongi|suoiverp|snoitcurtsni|tpmorp|drowssap|laever' },
];
