namespace Detainees.Forms;

/// <summary>How the printed form looks. Everything is drawn by lines, so that it copies well in black and white.</summary>
internal static class PaperStyle
{
    public const string Css = """
        * { box-sizing: border-box }
        body { margin: 0; color: #111; background: #fff; font: 10.5pt/1.4 "Noto Sans", "Segoe UI", "DejaVu Sans", Arial, sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact }
        main { break-after: page; max-width: 180mm; margin: 0 auto }
        main:last-child { break-after: auto }
        header { border-bottom: 1.5pt solid #111; padding-bottom: 3mm; margin-bottom: 5mm }
        h1 { font-size: 16pt; line-height: 1.25; margin: 0 0 1mm }
        .meta { color: #444; font-size: 9pt; margin: 0 0 3mm }
        .slots { display: flex; gap: 8mm; font-size: 9.5pt }
        .slots span { flex: 1; border-bottom: .7pt solid #111; padding-bottom: .5mm; min-height: 8mm; display: flex; align-items: flex-end }
        h2 { font-size: 12.5pt; margin: 6mm 0 2mm; padding: 1.2mm 2.5mm; background: #eceff1; border-inline-start: 3pt solid #444; break-after: avoid }
        h2.deep { font-size: 11pt; background: none; border-inline-start-width: 1.5pt }
        .q { break-inside: avoid; margin: 0 0 4.2mm; padding-inline-start: 9mm; position: relative }
        .q > .n { position: absolute; inset-inline-start: 0; top: 0; font-weight: 700 }
        .t { margin: 0; font-weight: 600 }
        .h { margin: .4mm 0 0; color: #333; font-size: 9pt }
        .do { margin: .6mm 0 0; color: #444; font-size: 8.5pt; font-style: italic }
        main[dir=rtl] .do, main[lang=hy] .do { font-style: normal }
        .if { width: fit-content; margin: 0 0 1mm; padding: .4mm 2mm; border: .6pt dashed #666; border-radius: 2mm; font-size: 8.8pt; color: #222; break-after: avoid }
        .must { font-weight: 400; font-size: 8.5pt; color: #444 }
        ul { list-style: none; margin: 1.4mm 0 0; padding: 0; columns: 2; column-gap: 8mm }
        ul.one { columns: 1 }
        li { break-inside: avoid; padding-inline-start: 6.5mm; position: relative; margin: 0 0 1.3mm }
        li::before { content: ""; position: absolute; inset-inline-start: 0; top: .5mm; width: 3.9mm; height: 3.9mm; border: .9pt solid #111; background: #fff }
        li.round::before { border-radius: 50% }
        .line { border-bottom: .7pt solid #555; height: 8.2mm }
        .boxes { margin-top: 1.8mm; display: flex; gap: 3mm; align-items: flex-end; direction: ltr; font-size: 8.5pt; color: #333 }
        main[dir=rtl] .boxes, main[dir=rtl] .scale { justify-content: flex-end }
        .boxes b { display: inline-flex; gap: 1mm; margin-bottom: .6mm }
        .boxes i { display: inline-block; width: 6.4mm; height: 7.4mm; border: .8pt solid #333 }
        .boxes div { display: flex; flex-direction: column; align-items: center }
        .short { display: inline-block; width: 40mm; border-bottom: .7pt solid #555; height: 7.5mm }
        li .short { height: 5mm; vertical-align: baseline }
        .scale { margin-top: 1.8mm; display: flex; flex-wrap: wrap; gap: 2mm; direction: ltr }
        .scale span { min-width: 8mm; padding: 1mm 1.6mm; border: .8pt solid #333; border-radius: 4mm; text-align: center; font-size: 9pt }
        .note { break-inside: avoid; margin: 0 0 4.2mm; padding: 1.6mm 3mm; border: .7pt solid #888; white-space: pre-line }
        .t, .h { white-space: pre-line }
        .again { border: .8pt solid #777; border-radius: 2mm; padding: 3mm 3mm 0; margin: 0 0 4mm }
        .again > h3 { margin: 0 0 2mm; font-size: 10.5pt; break-after: avoid }
        .more { font-size: 9pt; color: #444; margin: -1mm 0 4mm }
        code { font-family: "Noto Sans Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: 8.5pt; direction: ltr; unicode-bidi: isolate }
        bdi { unicode-bidi: isolate }
        @media screen { body { padding: 8mm } main { margin-bottom: 20mm } }

        """;
}
