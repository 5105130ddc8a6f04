import uuid

import django.db.models.deletion
from django.db import migrations, models

import kizuna.core.fields
import kizuna.core.values.fuzzydate
import kizuna.core.values.quantity
import kizuna.core.values.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("slug", models.SlugField(max_length=100, unique=True)),
                (
                    "name",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name"
                    ),
                ),
            ],
            options={
                "ordering": ("slug",),
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="name in addresses")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("university", "University"),
                            ("institute", "Research institute"),
                            ("hospital", "Hospital"),
                            ("company", "Company"),
                            ("ministry", "Ministry"),
                            ("government", "Government"),
                            ("funder", "Funder"),
                            ("agency", "Agency"),
                            ("embassy", "Embassy"),
                            ("foundation", "Foundation"),
                            ("network", "Network"),
                            ("association", "Association"),
                            ("ensemble", "Ensemble"),
                            ("other", "Other"),
                        ],
                        default="university",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name"
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True, help_text="ISO 3166 code of two letters", max_length=2, verbose_name="country"
                    ),
                ),
                (
                    "country_basis",
                    models.CharField(
                        blank=True,
                        choices=[("stated", "Stated"), ("implied", "Implied"), ("registry", "From a registry")],
                        max_length=10,
                        verbose_name="how the country is known",
                    ),
                ),
                (
                    "city",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="city"
                    ),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                ("name_is_ours", models.BooleanField(default=False, verbose_name="the name is our description")),
                ("fictional", models.BooleanField(default=False, verbose_name="fictional")),
                ("represents", models.CharField(blank=True, max_length=2, verbose_name="country represented")),
                (
                    "founded",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="founded or launched"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("inactive", "No longer active"), ("withdrawn", "Withdrawn")],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="directory.organisation",
                        verbose_name="part of",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="directory.organisation",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "ordering": ("slug",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="organisation_is_on_the_globe",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                (
                    "category",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="kind of member"
                    ),
                ),
                (
                    "part",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="part taken"
                    ),
                ),
                (
                    "quantity",
                    kizuna.core.fields.QuantityField(
                        blank=True, default=kizuna.core.values.quantity.Quantity, verbose_name="how many"
                    ),
                ),
                ("open_list", models.BooleanField(default=False, verbose_name="the list is open")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="networks",
                        to="directory.organisation",
                        verbose_name="member",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="network_members",
                        to="directory.organisation",
                        verbose_name="network",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("network", "member"), name="a_member_once_per_network")
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("ror", "ROR"),
                            ("schac", "SCHAC"),
                            ("erasmus", "Erasmus"),
                            ("pic", "PIC"),
                            ("isni", "ISNI"),
                            ("grid", "GRID"),
                            ("wikidata", "Wikidata"),
                        ],
                        max_length=20,
                        verbose_name="registry",
                    ),
                ),
                ("value", models.CharField(max_length=200, verbose_name="identifier")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("scheme", "value"),
                "constraints": [models.UniqueConstraint(fields=("scheme", "value"), name="an_identifier_once")],
            },
        ),
        migrations.CreateModel(
            name="HomeOrganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "home",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="behind", to="core.home"
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="home_of", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                ("value", models.CharField(max_length=300, verbose_name="name")),
                ("language", models.CharField(blank=True, max_length=35, verbose_name="language")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "Official name"),
                            ("label", "Name in this language"),
                            ("alias", "Also written"),
                            ("acronym", "Abbreviation"),
                            ("former", "Former name"),
                        ],
                        default="alias",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "value", "kind", "language"), name="a_name_once_per_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                ("family", models.CharField(blank=True, max_length=120, verbose_name="family name")),
                ("given", models.CharField(blank=True, max_length=120, verbose_name="given name")),
                (
                    "display_order",
                    models.CharField(
                        choices=[("given-first", "Given name first"), ("family-first", "Family name first")],
                        default="given-first",
                        max_length=12,
                        verbose_name="order of names",
                    ),
                ),
                ("native", models.CharField(blank=True, max_length=120, verbose_name="name in its own script")),
                (
                    "title",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="title"
                    ),
                ),
                ("orcid", models.CharField(blank=True, max_length=19, verbose_name="ORCID")),
                (
                    "group",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name of the group"
                    ),
                ),
                (
                    "when",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="when"
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=400)),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
            ],
            options={
                "ordering": ("family", "given"),
                "constraints": [models.UniqueConstraint(fields=("home", "slug"), name="a_person_slug_once_per_home")],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("record", models.UUIDField(db_index=True)),
                ("record_label", models.CharField(max_length=80)),
                (
                    "record_title",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what it hangs on"
                    ),
                ),
                (
                    "novelty",
                    models.CharField(
                        blank=True,
                        choices=[("", "not said"), ("new", "New field"), ("before", "Field from before")],
                        default="",
                        max_length=10,
                        verbose_name="novelty",
                    ),
                ),
                ("open_list", models.BooleanField(default=False, verbose_name="the list is open")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "home",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.home",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tags", to="directory.theme"
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "constraints": [models.UniqueConstraint(fields=("record", "theme"), name="a_theme_once_per_record")],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("graduate-school", "Graduate school"),
                            ("faculty", "Faculty"),
                            ("department", "Department"),
                            ("institute", "Institute"),
                            ("center", "Center"),
                            ("hospital", "Hospital"),
                            ("division", "Division"),
                            ("office", "Office"),
                            ("campus", "Campus"),
                            ("foundation", "Foundation"),
                            ("laboratory", "Laboratory"),
                            ("research-unit", "Research unit"),
                            ("network", "Network of people"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name"
                    ),
                ),
                ("abbreviation", models.CharField(blank=True, max_length=40, verbose_name="abbreviation")),
                ("listed", models.BooleanField(default=False, verbose_name="stands in the table of abbreviations")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("key", models.CharField(db_index=True, editable=False, max_length=600)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.unit",
                        verbose_name="part of",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="directory.unit",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "constraints": [models.UniqueConstraint(fields=("organisation", "slug"), name="a_unit_slug_once")],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                (
                    "title",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="post"
                    ),
                ),
                (
                    "seen_basis",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="how that date is known"
                    ),
                ),
                (
                    "where",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="where, if not in the directory"
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="directory.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="charges", to="core.membership"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="directory.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("membership", "unit"), name="a_charge_once")],
            },
        ),
        migrations.CreateModel(
            name="UnitName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("value", models.CharField(max_length=300, verbose_name="name")),
                ("language", models.CharField(blank=True, max_length=35, verbose_name="language")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "Official name"),
                            ("label", "Name in this language"),
                            ("alias", "Also written"),
                            ("acronym", "Abbreviation"),
                            ("former", "Former name"),
                        ],
                        default="alias",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=300)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="UnitPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "joint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="directory.unit"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joint_in", to="directory.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
            },
        ),
    ]
