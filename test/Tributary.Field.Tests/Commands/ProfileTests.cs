using Tributary.Cli;
using Tributary.Tests;

namespace Tributary.Field.Tests;

public sealed class ProfileTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void What_was_written_can_be_read(string? authority)
    {
        using var folder = new TemporaryFolder();
        var profile = new Profile(new Uri("https://coordinator.example"), authority, "secret");
        string path = Path.Combine(folder.Path, "ada.profile");
        profile.Write(path);
        Assert.Equal(profile, Profile.Read(path));
    }
}
