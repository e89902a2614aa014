namespace Detainees.Forms;

internal static class DateFunctions
{
    public static void AddTo(Dictionary<string, Function> all)
    {
        all["today"] = new(0, 0, false, _ => Operation.From((in Frame f) => XValue.Of(Dates.Date(f.Pass.Moment.Now))));
        all["now"] = new(0, 0, false, _ => Operation.From((in Frame f) => XValue.Of(Dates.DateAndTime(f.Pass.Moment.Now))));
        all["date"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(
            TryMoment(a[0], f, ownZone: true, out var moment) ? Dates.Date(moment) : "")));
        all["date-time"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(
            TryMoment(a[0], f, ownZone: true, out var moment) ? Dates.DateAndTime(moment) : "")));
        foreach (var name in (ReadOnlySpan<string>)["format-date", "format-date-time"])
            all[name] = new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(
                TryMoment(a[0], f, ownZone: false, out var moment) ? Dates.Format(moment, a[1].Text(f)) : "")));
        all["decimal-date-time"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(a[0].Number(f))));
        all["decimal-time"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(
            Dates.TryReadTime(a[0].Text(f).AsSpan().Trim(), out var time, out _) ? time.TotalDays : double.NaN)));
    }

    // date() cuts the time where it was written; what is shown to a person is in the person's own zone.
    private static bool TryMoment(Operation argument, in Frame frame, bool ownZone, out DateTimeOffset moment)
    {
        var value = argument.Evaluate(frame);
        var text = value.ToText(frame.Pass);
        if (value.Kind != XKind.Number && Dates.TryReadMoment(text, frame.Pass.Offset, out moment, out var hasTime))
        {
            if (!ownZone && hasTime) moment = moment.ToOffset(frame.Pass.Offset);
            return true;
        }

        return Dates.TryFromDays(value.ToNumber(frame.Pass), frame.Pass.Offset, out moment);
    }
}
