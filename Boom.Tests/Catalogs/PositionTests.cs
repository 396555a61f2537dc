using System.Text;
using Boom.Catalogs.Positions;
using Boom.Tests.Catalogs.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>Positions: their columns, units and forms.</summary>
public sealed class PositionTests : IDisposable
{
    const double ArcsecDegrees = 1 / 3600.0;

    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ra", "dec")]
    [InlineData("RA", "DEC")]
    [InlineData("R.A.", "Dec")]
    [InlineData("RAJ2000", "DEJ2000")]
    [InlineData("_RAJ2000", "_DEJ2000")]
    [InlineData("RA_ICRS", "DE_ICRS")]
    [InlineData("raMean", "decMean")]
    [InlineData("ra_deg", "dec_deg")]
    [InlineData("RAdeg", "DEdeg")]
    [InlineData("RA(deg)", "DEC(deg)")]
    [InlineData("ALPHA_J2000", "DELTA_J2000")]
    [InlineData("right_ascension", "declination")]
    public void Import_NamesOfPositions_AreRecognised(string ra, string dec)
    {
        var account = _folder.ImportText($"id,{dec},{ra},z\n1,-3,250,0.5\n");

        Assert.Equal([250.0], CatalogFolder.Column(account, "ra"));
        Assert.Equal([-3.0], CatalogFolder.Column(account, "dec"));
        Assert.Equal(["id", "z"], account.Header.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("12:34:56.7", "-00:12:03", 188.73625, -0.20083333333333334)]
    [InlineData("12 34 56.7", "+00 12 03", 188.73625, 0.20083333333333334)]
    [InlineData("12h34m56.7s", "-0d12m03s", 188.73625, -0.20083333333333334)]
    [InlineData("12h 34m 56.7s", "-00° 12' 03\"", 188.73625, -0.20083333333333334)]
    [InlineData("188d44m10.5s", "-89:59:60", 188.73625, -90)]
    [InlineData("12:34.5", "-0:30", 188.625, -0.5)]
    [InlineData("360.0", "90", 0, 90)]
    [InlineData("-180", "-90", 180, -90)]
    [InlineData("-1e-30", "0", 0, 0)]
    [InlineData("24:00:00", "0", 0, 0)]
    [InlineData("1.5e2", "-.5", 150, -0.5)]
    public void Import_FormsOfPositions_AreRead(string ra, string dec, double raDegrees, double decDegrees)
    {
        var account = _folder.ImportText($"id|ra|dec\n1|{ra}|{dec}\n");

        Assert.Equal(raDegrees, (double)CatalogFolder.Column(account, "ra")[0]!, 1e-9);
        Assert.Equal(decDegrees, (double)CatalogFolder.Column(account, "dec")[0]!, 1e-9);
    }

    [Theory]
    [InlineData("360.001", "0", "the right ascension is out of range")]
    [InlineData("-180.5", "0", "the right ascension is out of range")]
    [InlineData("25:00:00", "0", "the right ascension is out of range")]
    [InlineData("1", "90.0001", "the declination is out of range")]
    [InlineData("1", "-91", "the declination is out of range")]
    [InlineData("1", "NaN", "there is no position")]
    [InlineData("", "1", "there is no position")]
    [InlineData("inf", "1", "there is no position")]
    [InlineData("12:60:00", "1", "the right ascension is not understood")]
    [InlineData("12:34:61", "1", "the right ascension is not understood")]
    [InlineData("12.5:30", "1", "the right ascension is not understood")]
    [InlineData("1:2:3:4", "1", "the right ascension is not understood")]
    [InlineData("M31", "1", "the right ascension is not understood")]
    [InlineData("1", "1h2m3s", "the declination is not understood")]
    public void Import_NoPosition_RefusesTheRow(string ra, string dec, string reason)
    {
        var account = _folder.ImportText($"id,ra,dec\n1,150,2\n2,{ra},{dec}\n");

        Assert.Equal(1, account.RowsAdded);
        var refusal = Assert.Single(account.FirstRefusals);
        Assert.Equal("line 3", refusal.Place);
        Assert.Equal(reason, refusal.Reason);
    }

    [Fact]
    public void Import_HoursAndRadiansByName_AreTurnedToDegrees()
    {
        var hours = _folder.ImportText("id,ra_hours,dec\n1,12,2\n");
        var radians = _folder.ImportText($"id,ra [rad],dec [rad]\n1,{Math.PI:R},{Math.PI / 4:R}\n");

        Assert.Equal([180.0], CatalogFolder.Column(hours, "ra"));
        Assert.Equal(180, (double)CatalogFolder.Column(radians, "ra")[0]!, 1e-12);
        Assert.Equal(45, (double)CatalogFolder.Column(radians, "dec")[0]!, 1e-12);
        Assert.Empty(hours.Warnings);
    }

    [Fact]
    public void Import_AllRightAscensionsUpTo24_Warns()
    {
        var suspect = _folder.ImportText("id,ra,dec\n1,12,2\n2,23.9,2\n");
        var fine = _folder.ImportText("id,ra,dec\n1,12,2\n2,24.1,2\n");
        var said = _folder.ImportText("id,ra_deg,dec\n1,12,2\n");
        var sexagesimal = _folder.ImportText("id,ra,dec\n1,00:12:00,2\n");

        Assert.Contains("if these are hours", Assert.Single(suspect.Warnings));
        Assert.Empty(fine.Warnings);
        Assert.Empty(said.Warnings);
        Assert.Empty(sexagesimal.Warnings);
    }

    [Theory]
    [InlineData("_RAJ2000,_DEJ2000,RAJ2000,DEJ2000", "'_RAJ2000' and 'RAJ2000'")]
    [InlineData("RA_ICRS,DE_ICRS,RAJ2000,DEJ2000", "'RA_ICRS' and 'RAJ2000'")]
    [InlineData("ra,RA,dec,x", "'ra' and 'RA'")]
    [InlineData("ra,dec,DEC,x", "'dec' and 'DEC'")]
    public void Import_SeveralPositions_NamesTheChoices(string names, string choices)
    {
        var message = _folder.Refusal(_folder.Write("t.csv", $"{names}\n1,2,3,4\n"));

        Assert.Contains(choices, message);
        Assert.Contains("--", message);
    }

    [Fact]
    public void Import_RaAndDecBesideOthers_AreTaken()
    {
        var account = _folder.ImportText("id,RAJ2000,DEJ2000,ra,dec\n1,10,11,40,41\n");

        Assert.Equal([40.0], CatalogFolder.Column(account, "ra"));
        Assert.Equal([10], CatalogFolder.Column(account, "RAJ2000"));
    }

    [Fact]
    public void Import_ChosenPositionBesideRa_KeepsItUnderAnotherName()
    {
        var account = _folder.ImportText("id,RAJ2000,DEJ2000,ra,dec\n1,10,11,40,41\n", new() { RaColumn = "RAJ2000", DecColumn = "dej2000" });

        Assert.Equal([10.0], CatalogFolder.Column(account, "ra"));
        Assert.Equal([40], CatalogFolder.Column(account, "ra_2"));
        Assert.Contains(account.Warnings, warning => warning.Contains("'ra_2'", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_NoColumnOfThatName_NamesThoseThereAre()
    {
        var message = _folder.Refusal(_folder.Write("t.csv", "a,b\n1,2\n"), new() { RaColumn = "x", DecColumn = "b" });

        Assert.Contains("there is no column 'x' (--ra)", message);
        Assert.Contains("a, b", message);
    }

    [Fact]
    public void PositionText_RandomAngles_AreReadToAThousandthOfAnArcsecond()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var milliarcsec = random.NextInt64(-90L * 3_600_000, 90L * 3_600_000);
            var size = Math.Abs(milliarcsec);
            var mark = " :"[random.Next(2)];
            var text = $"{(milliarcsec < 0 ? "-" : "")}{size / 3_600_000:00}{mark}{size / 60_000 % 60:00}{mark}{size % 60_000 / 1000:00}.{size % 1000:000}";
            var unit = AngleUnit.Unknown;

            Assert.True(PositionText.TryParse(Encoding.ASCII.GetBytes(text), ref unit, AngleUnit.Degrees, out var value), text);
            Assert.Equal(milliarcsec / 1000.0 * ArcsecDegrees, value, 1e-10);
            Assert.Equal(AngleUnit.Degrees, unit);
        }
    }
}
