using System.Security.Cryptography;
using System.Text;
using Boom.Core.Catalogs;
using Boom.Simulation;
using Boom.Simulation.Catalogs;
using Xunit;

namespace Boom.Tests.Simulation.Catalogs;

public sealed class SimulatedCatalogRowsTests
{
    static readonly SimulationOptions _options = new() { Seed = 3, Alerts = 600 };
    static readonly CatalogRows _rows = new([_options]);

    /// <summary>What the matching projects by default, and by the settings of a site in use.</summary>
    public static TheoryData<string, string> Projections() => new()
    {
        { "PS1_DR1", "gMeanPSFMag gMeanPSFMagErr rMeanPSFMag rMeanPSFMagErr iMeanPSFMag iMeanPSFMagErr zMeanPSFMag zMeanPSFMagErr yMeanPSFMag yMeanPSFMagErr" },
        { "Gaia_DR3", "parallax parallax_error phot_g_mean_mag phot_bp_mean_mag phot_rp_mean_mag" },
        { "Gaia_DR3", "pm pmra pmra_error pmdec pmdec_error phot_g_n_obs phot_bp_n_obs phot_rp_n_obs ruwe phot_bp_rp_excess_factor" },
        { "milliquas_v8", "Name Descrip Qpct" },
        { "NED", "objtype z z_unc z_tech z_qual DistMpc DistMpc_unc ebv m_Ks m_Ks_unc tMASSphot Mstar Mstar_unc" },
        { "DESI_DR1", "z zerr zwarn chi2 deltachi2 spectype zcat_nspec" },
        { "LS_DR10_PHOTOZ", "ra_err dec_err z_phot z_phot_err photo_z_type" },
        { "LSPSC", "score mag_white" },
    };

    [Theory]
    [MemberData(nameof(Projections))]
    public void Columns_WhatIsProjected_IsThereAndHasValues(string catalog, string projection)
    {
        string[] projected = ["_id", .. projection.Split(' ')];

        Assert.Subset(SimulatedCatalogs.Columns(catalog).Select(column => column.Name).ToHashSet(), projected.ToHashSet());
        Assert.All(projected, column => Assert.Contains(_rows[catalog], row => row.Values.ContainsKey(column)));
    }

    [Fact]
    public void Columns_AllCatalogues_AreTheColumnsOfATable() =>
        Assert.All(SimulatedCatalogs.Names, name =>
        {
            Assert.True(SkyTableDescription.IsValidName(name));
            Assert.Equal("_id", SimulatedCatalogs.Columns(name)[0].Name);
            Assert.All(SimulatedCatalogs.Columns(name), column => Assert.NotNull(column.Description));
        });

    [Fact]
    public void Columns_UnknownName_Throws() => Assert.Throws<ArgumentException>(() => SimulatedCatalogs.Columns("SIMBAD"));

    [Theory]
    [InlineData("PS1_DR1", "yMeanPSFMag")]
    [InlineData("Gaia_DR3", "parallax")]
    [InlineData("Gaia_DR3", "phot_bp_mean_mag")]
    [InlineData("NED", "m_Ks")]
    [InlineData("NED", "z_unc")]
    [InlineData("NED", "DistMpc")]
    [InlineData("LS_DR10_PHOTOZ", "z_phot")]
    [InlineData("LSPSC", "mag_white")]
    public void Rows_ColumnsThatRealCataloguesLackNowAndThen_HaveNulls(string catalog, string column) =>
        Assert.InRange(_rows[catalog].Count(row => !row.Values.ContainsKey(column)) / (double)_rows[catalog].Count, 0.001, 0.7);

    [Fact]
    public void Rows_AllCatalogues_HaveValidPositionsAndUniqueIds() =>
        Assert.All(SimulatedCatalogs.Names, name =>
        {
            Assert.NotEmpty(_rows[name]);
            Assert.All(_rows[name], row => Assert.True(row.Position.IsValid));
            Assert.Equal(_rows[name].Count, _rows[name].Select(row => row.Values["_id"]).Distinct().Count());
        });

    [Fact]
    public void Rows_SameNight_AreTheSame() => Assert.Equal(Hash(_options), Hash(_options with { }));

    [Fact]
    public void Rows_AnotherSeed_AreOthers()
    {
        var others = new CatalogRows([_options with { Seed = 4 }]);

        Assert.All(SimulatedCatalogs.Names, name =>
            Assert.Empty(_rows[name].Select(row => row.Position).Intersect(others[name].Select(row => row.Position))));
    }

    /// <summary>The rows are a promise as the packets are: whoever changes them counts the way of making rows up.</summary>
    [Fact]
    public void Rows_SeedOne_HaveThePinnedHash() =>
        Assert.Equal("5ddf002b5227c18a42a81537b0d582ec10ccffed712cc5d72e9da512d28cd007", Hash(new SimulationOptions { Seed = 1, Alerts = 200 }));

    [Fact]
    public void Rows_TwoNightsOfASeed_HaveTheObjectsOfBoth()
    {
        var next = _options with { Night = _options.Night.AddDays(1) };
        var both = new CatalogRows([_options, next]);

        foreach (var truth in new[] { _options, next }.SelectMany(night => new SimulatedNight(night).Truths()).Where(truth => truth.Host is not null))
            Assert.NotEmpty(both.Matches("NED", truth.Position));
    }

    [Fact]
    public void Rows_OptionsThatAreNotValid_Throw() =>
        Assert.Throws<ArgumentException>(() => SimulatedCatalogs.Rows(new SimulationOptions { Alerts = 0 }).Count());

    static string Hash(SimulationOptions night)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (catalog, row) in SimulatedCatalogs.Rows(night))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(catalog));
            hash.AppendData(BitConverter.GetBytes(row.Position.RaDegrees));
            hash.AppendData(BitConverter.GetBytes(row.Position.DecDegrees));
            for (var i = 0; i < row.Layout.Columns.Length; i++)
            {
                if (!row.Has(i))
                    continue;
                hash.AppendData([(byte)i]);
                hash.AppendData(row.Fixed.Slice(row.Layout.Offsets[i], SkyRowLayout.SlotBytes(row.Layout.Columns[i].Type)));
                if (row.Layout.Columns[i].Type == SkyColumnType.String)
                    hash.AppendData(row.TextOf(i));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
