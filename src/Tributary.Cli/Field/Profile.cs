using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>A person's way to a coordinator: where it is, whom it must be, and the token that lets the person in. A secret file.</summary>
/// <param name="Coordinator">The address.</param>
/// <param name="Authority">The certificate of the coordinator's authority in PEM, or null for those that the machine trusts.</param>
/// <param name="Token">The bearer token.</param>
internal sealed record Profile(
    Uri Coordinator, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Authority, string Token)
{
    /// <summary>The variable that names the profile where no option does.</summary>
    public const string Variable = "TRIBUTARY_PROFILE";

    /// <summary>Reads a profile.</summary>
    /// <exception cref="ProblemException">There is none, or it cannot be read.</exception>
    public static Profile Read(string? path)
    {
        path ??= Environment.GetEnvironmentVariable(Variable) ?? throw new ProblemException(
            ProblemCodes.WrongCommandLine, "--as",
            $"No profile says who you are. Name its file with --as or the variable {Variable}; 'serve init' and 'people add' make one.");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), FieldJson.Default.Profile)
                ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ProblemException(
                ProblemCodes.NoIdentity, "--as",
                $"The profile '{path}' cannot be read: {e.Message} Use the file that 'serve init' or 'people add' made.");
        }
    }

    /// <summary>Writes the profile so that only its owner can read it; an existing file is kept.</summary>
    public void Write(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, this, FieldJson.Default.Profile);
    }

    /// <summary>A connection as this person.</summary>
    public CoordinatorConnection Connect() => new(new ConnectionOptions
    {
        Coordinator = Coordinator,
        Authority = Authority is null ? null : X509Certificate2.CreateFromPem(Authority),
        Token = Token,
        Attempts = 6,
    });
}
