// What is said, by language; the shop's own page says which one it is written in.

export const WORDS = {
  en: {
    title: 'Find your size',
    text: 'Measure around the fullest part of your chest.',
    size: 'Size',
    upTo: 'Chest up to, cm',
    chest: 'Your chest, cm',
    fits: (size) => `Size ${size} fits you.`,
    none: 'None of our sizes fits this measure.',
    choose: (size) => `See what there is in ${size}`,
  },
  hi: {
    title: 'अपना साइज़ खोजें',
    text: 'सीने के सबसे चौड़े हिस्से का नाप लें।',
    size: 'साइज़',
    upTo: 'सीना, सेमी तक',
    chest: 'आपका सीना, सेमी',
    fits: (size) => `आपके लिए साइज़ ${size} सही है।`,
    none: 'इस नाप के लिए हमारे पास कोई साइज़ नहीं है।',
    choose: (size) => `${size} में क्या है, देखें`,
  },
  ar: {
    title: 'اعثر على مقاسك',
    text: 'قِس حول أعرض جزء من الصدر.',
    size: 'المقاس',
    upTo: 'الصدر حتى، سم',
    chest: 'محيط صدرك، سم',
    fits: (size) => `المقاس ${size} يناسبك.`,
    none: 'لا يوجد لدينا مقاس لهذا القياس.',
    choose: (size) => `اعرض ما يتوفر بالمقاس ${size}`,
  },
};

export function words() {
  return WORDS[document.documentElement.lang.split('-')[0]] ?? WORDS.en;
}
