using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Profiles;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("email", "e-mail address")]
    [InlineData("customerEmail", "e-mail address")]
    [InlineData("GEBURTSDATUM", "date of birth")]
    [InlineData("Straße", "address")]
    [InlineData("prénom_client", "name of a person")]
    [InlineData("first_name", "name of a person")]
    [InlineData("billing.firstName", "name of a person")]
    [InlineData("nr_telefonu_telefon", "phone number")]
    [InlineData("apellidos", "name of a person")]
    [InlineData("client_ip", "network address")]
    public void Of_TellingName_SaysWhichWord(string column, string kind)
    {
        var suspicion = PersonalData.Of(column, []).ShouldNotBeNull();

        (suspicion.Kind, suspicion.Reason.StartsWith("its name says '", StringComparison.Ordinal)).ShouldBe((kind, true));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("order_total")]
    [InlineData("shipped")]
    [InlineData("description")]
    [InlineData("emailed_count")]
    public void Of_PlainName_SuspectsNothing(string column) => PersonalData.Of(column, []).ShouldBeNull();

    [Fact]
    public void Of_TellingContent_SaysHowMuch()
    {
        ValueList<TopValue> formats = [new(null, 900), new("email", 100)];

        PersonalData.Of("notes", formats).ShouldBe(new PersonalData("e-mail address", "10 % of its values look like e-mail addresses"));
        PersonalData.Of("notes", [new(null, 990), new("email", 10)]).ShouldBeNull();
    }
}
