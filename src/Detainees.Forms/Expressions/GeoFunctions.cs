namespace Detainees.Forms;

/// <summary>distance() and area() of geopoints, or of the points of one trace or shape (ODK XForms, "Geographic Functions").</summary>
internal static class GeoFunctions
{
    /// <summary>Of the equator, in metres, as JavaRosa and Enketo take it.</summary>
    private const double EarthRadius = 6_378_100;

    private const int MaxPoints = 10_000;

    public static void AddTo(Dictionary<string, Function> all)
    {
        all["distance"] = new(1, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Measure(a, f, Distance))));
        all["area"] = new(1, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Measure(a, f, Area))));
    }

    // To the centimetre, as the other engines round.
    private static double Measure(Operation[] arguments, in Frame frame, Func<List<(double Latitude, double Longitude)>, double> measure)
    {
        var items = TextFunctions.Items(arguments, 0, frame);
        var points = new List<(double, double)>();
        foreach (var item in items)
        {
            foreach (var range in item.AsSpan().Split(';'))
            {
                var text = item.AsSpan()[range].Trim();
                // A trace may end in a semicolon, and a question of a repeat may be left out.
                if (text.IsEmpty) continue;
                if (!frame.Pass.Spend(1) || points.Count == MaxPoints || !TryReadPoint(text, out var point)) return double.NaN;
                points.Add(point);
            }
        }

        return points.Count == 0 ? double.NaN : Math.Round(Math.Abs(measure(points)) * 100, MidpointRounding.AwayFromZero) / 100;
    }

    private static bool TryReadPoint(ReadOnlySpan<char> text, out (double Latitude, double Longitude) point)
    {
        point = default;
        Span<double> numbers = stackalloc double[4];
        var count = 0;
        foreach (var range in text.Split(' '))
        {
            if (text[range].IsEmpty) continue;
            if (count == 4 || !Numbers.IsPlain(text[range])) return false;
            numbers[count++] = double.Parse(text[range], System.Globalization.CultureInfo.InvariantCulture);
        }

        point = (numbers[0], numbers[1]);
        return count >= 2 && Math.Abs(numbers[0]) <= 90 && Math.Abs(numbers[1]) <= 180;
    }

    // The spherical law of cosines, so that figures agree with the other engines to the centimetre.
    private static double Distance(List<(double Latitude, double Longitude)> points)
    {
        var sum = 0d;
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            if (from == to) continue;
            var (south, north) = (Radians(from.Latitude), Radians(to.Latitude));
            var cosine = Math.Sin(south) * Math.Sin(north) + Math.Cos(south) * Math.Cos(north) * Math.Cos(Radians(from.Longitude - to.Longitude));
            sum += Math.Acos(Math.Clamp(cosine, -1, 1)) * EarthRadius;
        }

        return sum;
    }

    // Chamberlain and Duquette 2007, "Some algorithms for polygons on a sphere": the sum over the edges of the band below each.
    private static double Area(List<(double Latitude, double Longitude)> points)
    {
        if (points.Count < 3) return 0;
        var sum = 0d;
        for (var i = 0; i < points.Count; i++)
        {
            var (from, to) = (points[i], points[(i + 1) % points.Count]);
            sum += Radians(to.Longitude - from.Longitude) * (2 + Math.Sin(Radians(from.Latitude)) + Math.Sin(Radians(to.Latitude)));
        }

        return sum * EarthRadius * EarthRadius / 2;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
