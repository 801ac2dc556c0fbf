"""How what is put into the catalogue becomes rows, column by column."""

from __future__ import annotations

from typing import Any

from souk_product.domain.products import Picture, ProductDraft, VariantDraft


def whole_row(draft: ProductDraft, currency: str) -> dict[str, Any]:
    """As UNCHANGED compares it with what is kept."""
    return {
        **described(draft),
        "variants": [variant_row(variant, position, currency) for position, variant in enumerate(draft.variants)],
        "pictures": [picture_row(picture, position) for position, picture in enumerate(draft.pictures)],
    }


def described(draft: ProductDraft) -> dict[str, Any]:
    """Its category by its slug."""
    return {
        "handle": draft.handle,
        "title": draft.title,
        "vendor": draft.vendor,
        "description_html": draft.description_html,
        "category": draft.category,
        "tags": draft.tags,
        "options": draft.options,
        "attributes": [{"name": name, "value": value} for name, value in draft.attributes],
        "seo_title": draft.seo_title,
        "seo_description": draft.seo_description,
        "published": draft.published,
    }


def variant_row(variant: VariantDraft, position: int, currency: str) -> dict[str, Any]:
    return {
        "sku": variant.sku,
        "position": position,
        "options": variant.options,
        "price": variant.price,
        "compare_at": variant.compare_at,
        "currency": currency,
        "stock": variant.stock,
        "stock_policy": variant.stock_policy,
        "weight_grams": variant.weight_grams,
        "image_position": variant.image_index,
    }


def picture_row(picture: Picture, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "source": picture.source,
        "url": picture.url,
        "alt": picture.alt,
        "width": picture.width,
        "height": picture.height,
        "color": picture.color,
        "srcset": [{"url": url, "width": width} for url, width in picture.srcset],
        "placeholder": picture.placeholder,
    }


def picture_of(row: Any) -> Picture:
    return Picture(
        source=row["source"],
        alt=row["alt"],
        url=row["url"],
        width=row["width"],
        height=row["height"],
        color=row["color"],
        srcset=tuple((rendition["url"], rendition["width"]) for rendition in row["srcset"]),
        placeholder=row["placeholder"],
    )
