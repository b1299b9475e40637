window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id": "1785946199946166272",
   "id_str": "1785946199946166272",
   "full_text": "Fog &amp; swell",
   "display_text_range": [
    "0",
    "12"
   ],
   "created_at": "Thu May 02 08:15:30 +0000 2024",
   "entities": {
    "urls": []
   },
   "lang": "en",
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1785946199946166272"
     ]
    }
   }
  }
 }
]
