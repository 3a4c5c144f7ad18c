using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tributary.Cli;

/// <summary>What commands that speak with a coordinator have in common.</summary>
internal static class FieldOptionSet
{
    private const int WidthOfFiles = 200;

    /// <summary>The person's profile.</summary>
    public static Option<string?> As() => new("--as")
    {
        Description = $"Your profile, as 'serve init' or 'people add' wrote it; else the variable {Profile.Variable} names it.",
        HelpName = "PROFILE",
    };

    /// <summary>A run's name.</summary>
    public static Argument<string> Run() => new("RUN") { Description = "The run, as 'submit' printed it." };

    /// <summary>Shows a table; where nobody watches, no line is broken for a terminal's sake.</summary>
    public static void Show(IRenderable view)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfFiles;
        AnsiConsole.Write(view);
    }

    /// <summary>Prints a message as one line of JSON.</summary>
    public static void Print<T>(T message, JsonTypeInfo<T> type) => Console.WriteLine(JsonSerializer.Serialize(message, type));
}
