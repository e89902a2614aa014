namespace Detainees.Forms;

internal static class NumberFunctions
{
    public static void AddTo(Dictionary<string, Function> all)
    {
        all["number"] = new(0, 1, false, a => Operation.From((in Frame f) => XValue.Of(
            a.Length == 0 ? Numbers.Read(f.Pass.TextOf(f.Context), f.Pass.Offset) : a[0].Number(f))));
        all["round"] = new(1, 2, false, a => Operation.From((in Frame f) => XValue.Of(Round(a, f))));
        all["pow"] = new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(Math.Pow(a[0].Number(f), a[1].Number(f)))));
        all["atan2"] = new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(Math.Atan2(a[0].Number(f), a[1].Number(f)))));
        all["pi"] = new(0, 0, false, _ => Operation.From((in Frame _) => XValue.Of(Math.PI)));
        foreach (var (name, of) in (ReadOnlySpan<(string, Func<double, double>)>)[
            ("int", Math.Truncate), ("abs", Math.Abs), ("floor", Math.Floor), ("ceiling", Math.Ceiling), ("log", Math.Log),
            ("log10", Math.Log10), ("sqrt", Math.Sqrt), ("exp", Math.Exp), ("exp10", x => Math.Pow(10, x)), ("sin", Math.Sin),
            ("cos", Math.Cos), ("tan", Math.Tan), ("asin", Math.Asin), ("acos", Math.Acos), ("atan", Math.Atan)])
            all[name] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(of(a[0].Number(f)))));

        all["sum"] = new(1, 1, true, a => Operation.From((in Frame f) => XValue.Of(Fold(a, f, 0, (x, y) => x + y))));
        all["min"] = new(1, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Fold(a, f, null, Math.Min))));
        all["max"] = new(1, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Fold(a, f, null, Math.Max))));
        all["random"] = new(0, 0, false, _ => Operation.From((in Frame f) => XValue.Of((f.Pass.Draw(f.Current) >> 11) * (1.0 / (1UL << 53)))));
        all["last"] = new(0, 0, false, _ => Operation.From((in Frame f) => XValue.Of((double)f.Size)));
        all["uuid"] = new(0, 1, false, _ => Operation.From((in Frame f) => XValue.Of(Uuid(f))));

        all["true"] = new(0, 0, false, _ => Operation.From((in Frame _) => XValue.Of(true)));
        all["false"] = new(0, 0, false, _ => Operation.From((in Frame _) => XValue.Of(false)));
        all["boolean"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(a[0].Boolean(f))));
        all["not"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(!a[0].Boolean(f))));
        all["boolean-from-string"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(a[0].Text(f) is "true" or "1")));
        all["if"] = new(3, 3, false, a => Operation.From((in Frame f) => a[0].Boolean(f) ? a[1].Evaluate(f) : a[2].Evaluate(f)));
        all["coalesce"] = new(2, 2, false, a => Operation.From((in Frame f) => Coalesce(a, f)));
    }

    private static double Round(Operation[] arguments, in Frame frame)
    {
        var places = arguments.Length == 2 ? arguments[1].Number(frame) : 0;
        return double.IsFinite(places) ? Numbers.Round(arguments[0].Number(frame), (int)Math.Clamp(places, -20, 20)) : double.NaN;
    }

    // Empty members are passed over, as people leave questions out; text among them makes the whole NaN.
    private static double Fold(Operation[] arguments, in Frame frame, double? start, Func<double, double, double> step)
    {
        var result = start;
        foreach (var argument in arguments)
        {
            var value = argument.Evaluate(frame);
            if (value.Kind is XKind.Number or XKind.Boolean) result = Next(result, value.RawNumber, step);
            else if (value.Kind == XKind.Text) result = NextText(result, value.RawText, frame.Pass, step);
            else
            {
                var nodes = value.RawNodes;
                for (var i = 0; i < nodes.Count && frame.Pass.Spend(1); i++) result = NextText(result, frame.Pass.TextOf(nodes[i]), frame.Pass, step);
            }
        }

        return result ?? double.NaN;
    }

    private static double? NextText(double? so, string text, Evaluation pass, Func<double, double, double> step) =>
        text.Length == 0 ? so : Next(so, Numbers.Read(text, pass.Offset), step);

    private static double? Next(double? so, double number, Func<double, double, double> step) => so is { } before ? step(before, number) : number;

    private static XValue Coalesce(Operation[] arguments, in Frame frame)
    {
        var first = arguments[0].Evaluate(frame);
        var isEmpty = first.Kind == XKind.Number ? double.IsNaN(first.RawNumber) : first.ToText(frame.Pass).Length == 0;
        // The result is text (ODK XForms, coalesce), so that a 0 that was answered is no empty one.
        return XValue.Of((isEmpty ? arguments[1].Evaluate(frame) : first).ToText(frame.Pass));
    }

    private static string Uuid(in Frame frame)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, frame.Pass.Draw(frame.Current));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], frame.Pass.Draw(frame.Current));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
