import React from 'react';
export const Story = () => (
  <article>
    <blockquote className="twitter-tweet"><p lang="en">In{" "}JSX</p>&mdash; Jay (@jay_x) <a href="https://twitter.com/jay_x/status/1187000000000000066">October 23, 2019</a></blockquote>
  </article>
);
const legacy = '<blockquote class="twitter-tweet" data-lang="he"><p lang="iw" dir="rtl">\u05e9\u05dc\u05d5\u05dd</p>&mdash; Yod (@yod) <a href="https://twitter.com/yod/status/1187000000000000067">23 \u05d1\u05d0\u05d5\u05e7\u05d8\u05d5\u05d1\u05e8 2019</a></blockquote>';
