namespace Detainees.Conversations.Tests;

public sealed class ReaderTests
{
    [Theory]
    [InlineData("3", "3")]
    [InlineData(" 12 ", "12")]
    [InlineData("-4", "-4")]
    [InlineData("٣٤", "34")]
    [InlineData("۱۲", "12")]
    [InlineData("1 500", "1500")]
    [InlineData("1\u00a0500", "1500")]
    [InlineData("1,500,000", "1500000")]
    [InlineData("007", "7")]
    [InlineData("2147483647", "2147483647")]
    [InlineData("2147483648", null)]
    [InlineData("1,500", null)]
    [InlineData("12,5", null)]
    [InlineData("12.5", null)]
    [InlineData("1 50", null)]
    [InlineData("three", null)]
    [InlineData("", null)]
    [InlineData("1e3", null)]
    public void Whole_numbers_are_taken_only_when_certain(string typed, string? expected) => Assert.Equal(expected, NumberReader.Whole(typed));

    [Theory]
    [InlineData("2.5", "2.5")]
    [InlineData("2,5", "2.5")]
    [InlineData("٢٫٥", "2.5")]
    [InlineData("-0,5", "-0.5")]
    [InlineData("1 500,5", "1500.5")]
    [InlineData("3", "3")]
    [InlineData("2,", null)]
    [InlineData("2.5.1", null)]
    [InlineData("", null)]
    public void Fractions_take_comma_and_point(string typed, string? expected) => Assert.Equal(expected, NumberReader.Fraction(typed));

    [Theory]
    [InlineData("14:30", "14:30")]
    [InlineData("14.30", "14:30")]
    [InlineData("2:30 pm", "14:30")]
    [InlineData("9am", "09:00")]
    [InlineData("12 am", "00:00")]
    [InlineData("١٤:٣٠", "14:30")]
    [InlineData("14h30", "14:30")]
    [InlineData("14h", "14:00")]
    [InlineData("14-30", "14:30")]
    [InlineData("14։30", "14:30")]
    [InlineData("٢:٣٠ م", "14:30")]
    [InlineData("١٢:١٥ ص", "00:15")]
    [InlineData("24:00", null)]
    [InlineData("14:60", null)]
    [InlineData("14", null)]
    [InlineData("13 pm", null)]
    public void Times_are_read_in_their_usual_forms(string typed, string? expected) =>
        Assert.Equal(expected, TimeReader.Read(typed)?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("40.1792, 44.4991", "40.1792 44.4991 0 0")]
    [InlineData("40,1792 44,4991", "40.1792 44.4991 0 0")]
    [InlineData("-12.5;130.25", "-12.5 130.25 0 0")]
    [InlineData("٤٠٫١٧٩٢، ٤٤٫٤٩٩١", "40.1792 44.4991 0 0")]
    [InlineData("(40.1792, 44.4991)", "40.1792 44.4991 0 0")]
    [InlineData("40°10'45\"N 44°29'57\"E", "40.179167 44.499167 0 0")]
    [InlineData("N 40 10.75, E 44 29.95", "40.179167 44.499167 0 0")]
    [InlineData("44.4991E 40.1792S", "-40.1792 44.4991 0 0")]
    [InlineData("40,1792 с. ш. 44,4991 в. д.", "40.1792 44.4991 0 0")]
    [InlineData("https://www.google.com/maps/place/X/@40.1792,44.4991,15z", "40.1792 44.4991 0 0")]
    [InlineData("https://maps.google.com/?q=40.1792,44.4991", "40.1792 44.4991 0 0")]
    [InlineData("https://yandex.com/maps/?ll=44.4991%2C40.1792&z=15", "40.1792 44.4991 0 0")]
    [InlineData("https://www.openstreetmap.org/#map=15/40.1792/44.4991", "40.1792 44.4991 0 0")]
    [InlineData("geo:40.1792,44.4991", "40.1792 44.4991 0 0")]
    [InlineData("https://maps.app.goo.gl/abc", null)]
    [InlineData("40°70'00\"N 44°29'57\"E", null)]
    [InlineData("40.1N 44.2S", null)]
    [InlineData("see the news", null)]
    [InlineData("NE", null)]
    [InlineData("91.0 10.0", null)]
    [InlineData("40 44", null)]
    public void Coordinates_are_read_in_their_usual_forms(string typed, string? expected) => Assert.Equal(expected, PlaceReader.Read(typed));

    [Fact]
    public void A_place_that_is_not_on_earth_is_refused()
    {
        Assert.Null(PlaceReader.Stored(double.NaN, 0, null));
        Assert.Null(PlaceReader.Stored(0, double.PositiveInfinity, null));
        Assert.Equal("1 2 0 0", PlaceReader.Stored(1, 2, double.NaN));
    }

    [Theory]
    [InlineData("Élodie", "elodie")]
    [InlineData("  ԵՐԵՎԱՆ ", "երեվան")]
    [InlineData("Երևան", "երեվան")]
    [InlineData("Երեւան", "երեվան")]
    [InlineData("Николай", "николаи")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("Ո՞վ", "ով")]
    [InlineData("ПЁТР", "петр")]
    [InlineData("أحمد", "احمد")]
    [InlineData("☑ Yes!", "yes")]
    [InlineData("a\ud800b", "a b")]
    [InlineData("٣", "3")]
    public void Folding_makes_spellings_of_one_word_equal(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));
}
