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
            TryMoment(a[0], f, ownZone: false, out var moment) ? Dates.DateAndTime(moment) : "")));
        foreach (var name in (ReadOnlySpan<string>)["format-date", "format-date-time"])
            all[name] = new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(
                TryMoment(a[0], f, ownZone: false, out var moment) ? Dates.Format(moment, a[1].Text(f), f.Pass.Moment.Language) : "")));
        all["decimal-date-time"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(a[0].Number(f))));
        all["decimal-time"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(
            Dates.TryReadTime(a[0].Text(f).AsSpan().Trim(), out var time, out var zone) ? OwnClock(time, zone, f.Pass.Offset).TotalDays : double.NaN)));
    }

    // A time with an offset is another time of day on the person's own clock (ODK XForms, decimal-time).
    private static TimeSpan OwnClock(TimeSpan time, TimeSpan? zone, TimeSpan own)
    {
        var there = time - (zone ?? own) + own;
        return there < TimeSpan.Zero ? there + TimeSpan.FromDays(1) : there >= TimeSpan.FromDays(1) ? there - TimeSpan.FromDays(1) : there;
    }

    // date() cuts the time where it was written; what is shown to a person is in the person's own zone.
    private static bool TryMoment(Operation argument, in Frame frame, bool ownZone, out DateTimeOffset moment)
    {
        var value = argument.Evaluate(frame);
        moment = default;
        if (value.Kind == XKind.Boolean) return false;
        if (value.Kind != XKind.Number && Dates.TryReadMoment(Dates.Padded(value.ToText(frame.Pass)), frame.Pass.Offset, out moment, out var hasTime))
        {
            if (!ownZone && hasTime) moment = moment.ToOffset(frame.Pass.Offset);
            return true;
        }

        return Dates.TryFromDays(value.ToNumber(frame.Pass), frame.Pass.Offset, out moment);
    }
}
