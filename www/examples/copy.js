// What a shop might have written before it was read.
export const html = `
<h2>Wool blankets, back for winter</h2>
<p>Our blankets are woven in a family mill from <strong>undyed wool</strong>. One weighs 1.4 kg and measures 140 × 200 cm.</p>
<p>🎁 Hurry! <strong>Only 3 left</strong> in stock, and this price is here <em>for a limited time only</em>.</p>
<p>Delivery takes two working days. You can return a blanket within 30 days.</p>
<p><a href="#order">Order a blanket</a></p>
<p><a href="#no">No thanks, I hate saving money</a></p>
`.trim();

export const markdown = `## Wool blankets, back for winter

Our blankets are woven in a family mill from **undyed wool**. One weighs 1.4 kg and measures 140 × 200 cm.

🎁 Hurry! **Only 3 left** in stock, and this price is here *for a limited time only*.

Delivery takes two working days. You can return a blanket within 30 days.

[Order a blanket](#order)

[No thanks, I hate saving money](#no)
`;
