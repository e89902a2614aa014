using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A point on the map.</summary>
public sealed class Location
{
    /// <summary>Degrees, -90 to 90.</summary>
    [JsonRequired] public double Latitude { get; set; }
    /// <summary>Degrees, -180 to 180.</summary>
    [JsonRequired] public double Longitude { get; set; }
    /// <summary>Radius of uncertainty in metres, 0 to 1500.</summary>
    public double? HorizontalAccuracy { get; set; }
    /// <summary>Seconds for which it keeps moving; absent for a plain point.</summary>
    public long? LivePeriod { get; set; }
}
