using System.Globalization;

namespace Detainees.Conversations.Tests;

public sealed class DateReaderTests
{
    private static readonly DateOnly Today = new(2026, 1, 15);

    [Theory]
    [InlineData("17.05.1990", "1990-05-17")]
    [InlineData("17/5/1990", "1990-05-17")]
    [InlineData("5/17/1990", "1990-05-17")]
    [InlineData("1990-05-17", "1990-05-17")]
    [InlineData("1990-05-06", "1990-05-06")]
    [InlineData("17 May 1990", "1990-05-17")]
    [InlineData("May 17th, 1990", "1990-05-17")]
    [InlineData("17 мая 1990 г.", "1990-05-17")]
    [InlineData("17 մայիսի 1990 թ.", "1990-05-17")]
    [InlineData("1990 թվականի մայիսի 17-ին", "1990-05-17")]
    [InlineData("17 Մայիս 1990", "1990-05-17")]
    [InlineData("le 1er août 1990", "1990-08-01")]
    [InlineData("17 février 1990", "1990-02-17")]
    [InlineData("١٧ مايو ١٩٩٠", "1990-05-17")]
    [InlineData("۱۷.۰۵.۱۹۹۰", "1990-05-17")]
    [InlineData("17 كانون الثاني 1990", "1990-01-17")]
    [InlineData("17 شباط 1990", "1990-02-17")]
    [InlineData("17 آذار 1990", "1990-03-17")]
    [InlineData("17 نيسان 1990", "1990-04-17")]
    [InlineData("17 أيار 1990", "1990-05-17")]
    [InlineData("17 حزيران 1990", "1990-06-17")]
    [InlineData("17 تموز 1990", "1990-07-17")]
    [InlineData("17 آب 1990", "1990-08-17")]
    [InlineData("17 أيلول 1990", "1990-09-17")]
    [InlineData("17 تشرين الأول 1990", "1990-10-17")]
    [InlineData("17 تشرين الثاني 1990", "1990-11-17")]
    [InlineData("17 كانون الأول 1990", "1990-12-17")]
    [InlineData("17051990", "1990-05-17")]
    [InlineData("19900517", "1990-05-17")]
    [InlineData("5.5.1990", "1990-05-05")]
    [InlineData("29.02.2020", "2020-02-29")]
    [InlineData("9 հունիսի 2020", "2020-06-09")]
    [InlineData("9 հուլիսի 2020", "2020-07-09")]
    [InlineData("9 хутвы", null)]
    [InlineData("29.02.2021", null)]
    [InlineData("31.04.2020", null)]
    [InlineData("0.5.1990", null)]
    [InlineData("17.05.1290", null)]
    [InlineData("hello", null)]
    [InlineData("", null)]
    [InlineData("12", null)]
    [InlineData("1 2 3 4", null)]
    public void A_typed_date_is_taken_when_only_one_is_meant(string typed, string? expected)
    {
        var reading = DateReader.Read(typed, DatePrecision.Day, Today);
        Assert.Equal(expected is null ? DateOutcome.None : DateOutcome.Certain, reading.Outcome);
        if (expected is not null) Assert.Equal(expected, Iso(Assert.Single(reading.Candidates)));
    }

    [Theory]
    [InlineData("05/06/2020", "2020-06-05 2020-05-06")]
    [InlineData("5.6.2020", "2020-06-05 2020-05-06")]
    [InlineData("17.05.90", "1990-05-17")]
    [InlineData("17 May 20", "2020-05-17 1920-05-17")]
    [InlineData("170590", "1990-05-17")]
    [InlineData("05/06/20", "2020-06-05 2020-05-06 1920-06-05 1920-05-06")]
    public void What_could_mean_several_dates_is_asked_back(string typed, string expected)
    {
        var reading = DateReader.Read(typed, DatePrecision.Day, Today);
        Assert.Equal(DateOutcome.Unsure, reading.Outcome);
        Assert.Equal(expected, string.Join(' ', reading.Candidates.Select(Iso)));
    }

    [Theory]
    [InlineData("May 1990")]
    [InlineData("05.1990")]
    [InlineData("1990")]
    public void A_day_that_is_missing_is_asked_for(string typed) =>
        Assert.Equal(DateOutcome.NeedsDay, DateReader.Read(typed, DatePrecision.Day, Today).Outcome);

    [Theory]
    [InlineData("05.1990", "1990-05-01")]
    [InlineData("1990-05", "1990-05-01")]
    [InlineData("մայիս 1990", "1990-05-01")]
    [InlineData("17.05.1990", "1990-05-01")]
    public void A_month_is_stored_with_its_first_day(string typed, string expected) =>
        Assert.Equal(expected, Iso(Assert.Single(DateReader.Read(typed, DatePrecision.Month, Today).Candidates)));

    [Theory]
    [InlineData("1990", "1990-01-01")]
    [InlineData("about 1990", "1990-01-01")]
    [InlineData("մոտ 1990 թ.", "1990-01-01")]
    [InlineData("17.05.1990", "1990-01-01")]
    [InlineData("١٩٩٠", "1990-01-01")]
    public void A_year_is_stored_with_its_first_day(string typed, string expected) =>
        Assert.Equal(expected, Iso(Assert.Single(DateReader.Read(typed, DatePrecision.Year, Today).Candidates)));

    [Fact]
    public void A_date_whose_day_and_month_could_be_swapped_still_has_one_year()
    {
        var reading = DateReader.Read("05.06.2020", DatePrecision.Year, Today);
        Assert.Equal(DateOutcome.Certain, reading.Outcome);
    }

    [Fact]
    public void A_year_alone_where_a_month_is_asked_is_asked_back() =>
        Assert.Equal(DateOutcome.NeedsMonth, DateReader.Read("1990", DatePrecision.Month, Today).Outcome);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
